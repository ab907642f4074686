import Foundation
import Testing

@Suite struct ScreenReportTests {
  /// The shipped model and films: the page has them all, and the readings are the same to the byte without it.
  @Test func theExamplesHaveTheirPage() throws {
    let folder = try TemporaryFolder()
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized.path
    func screen(_ json: String, _ more: String...) throws -> Command.Result {
      try Command.Running(
        ["screen", "\(root)/Examples", "--model", "\(root)/Models/lite-three-class", "--json", json] + more, in: folder
      ).result()
    }
    let plain = try screen("plain.json")
    let reported = try screen("reported.json", "--report", "triage.html")
    #expect(plain.code == 0 && reported.code == 0, "\(reported.error)")
    #expect(try folder.text("plain.json") == folder.text("reported.json"))
    #expect(plain.output == reported.output)

    let page = try folder.text("triage.html")
    #expect(page.contains("<h1>Triage of 16 films</h1>") && page.contains("Not for diagnosis"))
    let images = try #require(try folder.json("reported.json")["images"] as? [[String: Any]])
    for image in images {
      let name = try #require((image["path"] as? String)?.split(separator: "/").last)
      #expect(page.contains("<span class=\"name\">\(name)</span>"), "\(name)")
    }
    let zones = try #require((try folder.json("reported.json")["summary"] as? [String: Any])?["triage"] as? [String: Int])
    for (zone, title) in [("urgent", "Urgent"), ("grey zone", "Grey zone"), ("clear", "Clear")] {
      #expect(page.contains(">\(title) (\(zones[zone] ?? -1))</h3>"), "\(zone)")
    }
    // Each film, and its overlay with a verdict.
    #expect(page.matches(of: /<img src="data:image\/jpeg;base64,/).count == 32)
    #expect(page.matches(of: /<span class="believed[^>]*><strong>/).count == 16 && page.contains("Of 16: "))
  }

  @Test func aPageOnStandardOutput() throws {
    let folder = try ScreenTests.folder()
    try folder.write("films/broken.jpg", "no picture")
    let result = try Command.run("screen", "films", "--model", "model", "--report", "-", in: folder)
    #expect(result.code == 1, "\(result.error)")
    #expect(result.output.hasPrefix("<!doctype html>") && result.output.hasSuffix("</html>\n"))
    #expect(result.output.contains("Could not be read (1)") && result.output.contains("Called pneumonia (1)"))
    #expect(result.output.contains("1 other file in the folders"))
    #expect(try Command.run("screen", "films", "--model", "model", "--report", "-", "--json", "-", in: folder).code == 64)
  }

  @Test func aPageThatCannotBeWrittenFailsBeforeTheWork() throws {
    let result = try Command.run("screen", "films", "--model", "model", "--report", "no/such/page.html", in: try ScreenTests.folder())
    #expect(result.code == 3 && result.output.isEmpty)
    #expect(result.error.contains("no/such/page.html"), "\(result.error)")
  }

  @Test func aPageHasAnEnd() throws {
    let folder = try ScreenTests.folder()
    for index in 0..<5000 { try FileManager.default.linkItem(atPath: folder("films/b/dark.png"), toPath: folder("films/\(index).png")) }
    let result = try Command.run("screen", "films", "--model", "model", "--report", "page.html", in: folder)
    #expect(result.code == 64)
    #expect(result.error.contains("holds 5000 films at most, and there are 5002"), "\(result.error)")
    #expect(!folder.exists("page.html"))
  }

  /// Ctrl-C: what stood at the page's place is replaced by a whole page of what was done, which says that films are missing.
  @Test func anInterruptedScreeningHasItsPage() throws {
    let folder = try ScreenTests.folder()
    for index in 0..<4900 { try FileManager.default.linkItem(atPath: folder("films/b/dark.png"), toPath: folder("films/\(index).png")) }
    try folder.write("page.html", "what stood there")
    let running = try Command.Running(
      ["screen", "films", "--model", "model", "--csv", "out.csv", "--report", "page.html", "--threads", "1"], in: folder)
    #expect(try Command.wait { try folder.exists("out.csv") && folder.text("out.csv").split(separator: "\n").count > 5 })
    #expect(try folder.text("page.html") == "what stood there")
    running.interrupt()
    let result = try running.result()
    #expect(result.code == 130)
    #expect(result.error.contains("out.csv and page.html hold their readings"), "\(result.error)")
    let count = try folder.text("out.csv").split(separator: "\n").count - 1
    let page = try folder.text("page.html")
    #expect(page.contains("<h1>Triage of \(count) films</h1>") && page.contains("The screening was interrupted"))
    #expect(page.contains("\(4902 - count) films of 4902 are not on this page"))
    #expect(page.matches(of: /<span class="name">/).count == count)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("partial") } == [])
  }
}
