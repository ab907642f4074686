import Foundation
import Imaging
import Testing

@testable import PulmoKit

@Suite struct PageTests {
  static let chart = Chart(
    "line", title: "A line", summary: "It rises.", x: .share("x"), y: ChartAxis("y"),
    series: [ChartSeries("rising", .line, .first, points: [[0, 0], [0.5, 1], [1, 3]])], marks: [ChartMark("half", at: 0.5)],
    table: PageTable("Points", columns: ["x", "y"], rows: [["0", "0"], ["1", "3"]]))

  @Test func aPageHoldsEverythingItNeeds() throws {
    let page = Page(
      title: "<b>bold</b>", subtitle: "of films", notices: [PageNotice(.warning, title: "Leak", text: "The split leaks.")],
      sections: [PageSection("curves", "Curves") { Self.chart.html }])
    let text = PageText(page.document)
    #expect(text.contains("<h1>&lt;b&gt;bold&lt;/b&gt;</h1>") && !text.contains("<b>bold"))
    #expect(text.contains("Chart.js v3.9.1") && text.contains("MIT License"))
    #expect(text.contains("default-src &#39;none&#39;"))
    #expect(text.contains("Warning: Leak") && text.contains("role=\"alert\""))
    #expect(
      text.contains("<caption>Points</caption>") && text.contains("<th scope=\"col\">y</th>") && text.contains("<th scope=\"row\">1</th>"))
    #expect(text.contains("Not for diagnosis"))
    #expect(!text.contains("http-equiv=\"refresh\""))
    // The warning stands before all else.
    #expect(text.contains(inOrder: "Warning: Leak", "<section"))
    // No address that a browser would fetch: the only ones are Chart.js's own in its licence lines.
    for mark in ["src=\"http", "href=\"http", "url(", "@import", "fetch(", "XMLHttpRequest"] { #expect(!text.contains(mark), "\(mark)") }
  }

  @Test func aPageWithoutChartsGoesWithoutTheirLibrary() {
    var page = Page(title: "plain", subtitle: "", sections: [])
    #expect(!PageText(page.document).contains("Chart.js v3"))
    page.refreshSeconds = 20
    #expect(PageText(page.document).contains("<meta http-equiv=\"refresh\" content=\"20\">"))
  }

  /// What is embedded is what stands in the repository.
  @Test(arguments: ["page.css", "page.js", "explorer.js", "chart.min.js"])
  func resourcesAreTheFiles(name: String) throws {
    let embedded =
      switch name {
      case "page.css": PageScript.styleSheet
      case "page.js": PageScript.page.source
      case "explorer.js": PageScript.explorer.source
      default: PageScript.chartLibrary.source
      }
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let file = root.appending(path: "Sources/CPageResources/Resources/" + name)
    // Compared as a truth value: a failure need not print 200 kB.
    let isTheFile = embedded == String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let endsElement = embedded.contains("</script") || embedded.contains("</style")
    #expect(isTheFile && !endsElement && !embedded.isEmpty)
  }

  @Test(arguments: [(1776, 1416, 160, 128), (100, 900, 18, 160), (80, 70, 80, 70)])
  func thumbnailsAreSmallAndKeepTheirRatio(width: Int, height: Int, smallWidth: Int, smallHeight: Int) throws {
    let pixels = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 * 2_654_435_761 >> 7) }
    let thumbnail = try Thumbnail(of: GrayImage(width: width, height: height, pixels: pixels))
    #expect(thumbnail.width == smallWidth && thumbnail.height == smallHeight)
    let html = thumbnail.html("film \"x\"").markup
    #expect(html.hasPrefix("<img src=\"data:image/jpeg;base64,/9j/") && html.contains("alt=\"film &quot;x&quot;\""))
    // 48 of them stay far below 1 MB, even of noise.
    #expect(thumbnail.dataURI.utf8.count < 21_000)
  }
}
