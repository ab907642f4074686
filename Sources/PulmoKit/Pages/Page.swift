import Crypto
import FoundationEssentials

/// A page of results: one file that opens from any place, asks nothing of any network, and prints.
///
/// Style, scripts and pictures are inside it. Its content security policy lets a browser run the scripts of Pulmo, told by their hashes, and
/// nothing else: were a text ever to get into the markup unescaped, it would still not run.
package struct Page: Sendable {
  /// Names the page, in its heading and the window.
  package var title: String
  /// A line below the title: of what, when.
  package var subtitle: String
  /// Above everything else.
  package var notices: [PageNotice]
  /// Sections of the page, in order.
  package var sections: [PageSection]
  /// Loads the page anew after so many seconds, for a page that is written again while work goes on; nil for one that is done.
  package var refreshSeconds: Int?

  package init(title: String, subtitle: String, notices: [PageNotice] = [], sections: [PageSection] = [], refreshSeconds: Int? = nil) {
    self.title = title
    self.subtitle = subtitle
    self.notices = notices
    self.sections = sections
    self.refreshSeconds = refreshSeconds
  }

  /// The file's text.
  package var document: String {
    let body = body
    let scripts = body.scripts.union([.page])
    let sources = PageScript.allCases.filter(scripts.contains).map(\.source)
    let style = PageScript.styleSheet
    let head = HTML {
      HTML("meta", ["charset": "utf-8"])
      HTML("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy(scripts: sources, style: style)])
      HTML("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      HTML("meta", ["name": "color-scheme", "content": "light dark"])
      HTML("meta", ["name": "generator", "content": "pulmo \(pulmoVersion)"])
      if let refreshSeconds { HTML("meta", ["http-equiv": "refresh", "content": "\(refreshSeconds)"]) }
      HTML("title") { title }
    }
    var text = "<!doctype html>\n<html lang=\"en\">\n<head>\n" + head.markup + "\n"
    text += "<style>" + style + "</style>\n</head>\n<body>\n" + body.markup + "\n"
    for source in sources { text += "<script>" + source + "</script>\n" }
    return text + "</body>\n</html>\n"
  }

  private var body: HTML {
    HTML {
      HTML("a", ["class": "skip", "href": "#content"]) { "Skip to the content" }
      HTML("header") {
        HTML("p", ["class": "brand"]) {
          HTML("span") { "Pulmo" }
          HTML("span", ["class": "badge"]) { "Not for diagnosis" }
        }
        HTML("h1") { title }
        HTML("p", ["class": "subtitle"]) { subtitle }
        for notice in notices { notice.html }
      }
      if sections.count > 3 {
        HTML("nav", ["aria-label": "Sections"]) {
          for section in sections { HTML("a", ["href": "#" + section.id]) { section.shortTitle } }
        }
      }
      HTML("main", ["id": "content"]) {
        for section in sections { section.html }
      }
      HTML("footer") {
        HTML("p") {
          "Not for diagnosis. Made by pulmo \(pulmoVersion); this file holds everything it shows and asks nothing of any network."
        }
      }
    }
  }

  /// Nothing from anywhere; pictures as data inside the page; scripts and styles by their SHA-256.
  private static func policy(scripts: [String], style: String) -> String {
    func source(_ text: String) -> String { "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'" }
    return "default-src 'none'; img-src data:; style-src \(source(style)); script-src \(scripts.map(source).joined(separator: " "))"
      + "; base-uri 'none'; form-action 'none'"
  }
}
