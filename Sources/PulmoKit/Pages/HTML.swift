/// A piece of a page. Text and attribute values are escaped as they come in, and no other road leads into the markup: a film that is named
/// like a script tag is only text.
///
/// ```swift
/// let row = HTML("p", ["class": "note"]) {
///   HTML("strong") { "\(count) films" }
///   " of \(folder)"
/// }
/// ```
package struct HTML: Sendable, Hashable {
  package private(set) var markup = ""
  /// What has to run in a page that this piece stands in.
  package private(set) var scripts: Set<PageScript> = []

  package init() {}

  /// Text, escaped.
  package init(text: some StringProtocol) { markup = Self.escaped(text) }

  /// An element with attributes and content.
  ///
  /// Names come from the source, never from data: hence `StaticString`. An attribute whose value is nil is left out.
  package init(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], @HTMLBuilder content: () -> HTML = { HTML() }
  ) {
    let name = "\(name)"
    markup = "<" + name
    for (attribute, value) in attributes {
      if let value { markup += " \(attribute)=\"" + Self.escaped(value) + "\"" }
    }
    markup += ">"
    let content = content()
    if Self.voidElements.contains(name) {
      precondition(content.markup.isEmpty, "the element \(name) has no content")
    } else {
      markup += content.markup + "</" + name + ">"
    }
    scripts = content.scripts
  }

  /// Data for a script of the page, as an element that no browser runs.
  /// - Parameters:
  ///   - json: JSON. Its `<`, `>` and `&`, which can only stand in its strings, are written as `\u003c` and so on: no text in it ends the element.
  ///   - name: the element's class, by which the script finds it.
  package init(json: String, class name: StaticString) {
    var safe: [UInt8] = []
    for byte in json.utf8 {
      switch byte {
      case UInt8(ascii: "<"): safe += "\\u003c".utf8
      case UInt8(ascii: ">"): safe += "\\u003e".utf8
      case UInt8(ascii: "&"): safe += "\\u0026".utf8
      default: safe.append(byte)
      }
    }
    markup = "<script type=\"application/json\" class=\"\(name)\">" + String(decoding: safe, as: UTF8.self) + "</script>"
  }

  /// The same piece in a page that has to run `script`.
  package func running(_ script: PageScript) -> HTML {
    var html = self
    html.scripts.insert(script)
    return html
  }

  package mutating func append(_ other: HTML) {
    markup += other.markup
    scripts.formUnion(other.scripts)
  }

  package static func += (left: inout HTML, right: HTML) { left.append(right) }

  private static let voidElements: Set<String> = ["br", "col", "hr", "img", "input", "link", "meta"]

  /// `text` as it may stand between tags and in a quoted attribute; control characters, which HTML forbids, become U+FFFD.
  private static func escaped(_ text: some StringProtocol) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }
}
