import Foundation
import Testing

@Suite struct DatasetTests {
  @Test func countsAndNames() throws {
    let folder = try EvaluateTests.folder(parts: true)
    let result = try Command.run("dataset", "inspect", "films", "--json", "out.json", in: folder)
    #expect(result.code == 0, "\(result.error)")
    #expect(result.output.contains("10 films of 10 patients"), "\(result.output)")
    let json = try folder.json("out.json")
    #expect(
      Set(["directory", "digest", "folders", "patients", "sizes", "duplicates", "contradictions", "unreadable", "skipped"]).isSubset(
        of: Set(json.keys)))
    #expect((json["folders"] as? [[String: Any]])?.map { $0["folder"] as? String } == ["train", "test"])
  }

  @Test func leaksOfASplitFileAsTextJSONAndPage() throws {
    let folder = try EvaluateTests.folder()
    try folder.writeFilm("films/NORMAL/IM-2-0002.png", isBright: false, seed: 40)
    try folder.write(
      "split.csv", "id,split\nNORMAL/IM-2-0001.png,train\nNORMAL/IM-2-0002.png,test\nPNEUMONIA/person1_virus_1.png,train\n")
    let result = try Command.run(
      "dataset", "inspect", "films", "--split-file", "split.csv", "--json", "out.json", "--html", "out.html", in: folder)
    #expect(result.code == 0, "\(result.error)")
    #expect(result.output.contains("fail     no child in two parts: 1 patient has films in more than one of train, val and test"))
    let checks = try #require(try folder.json("out.json")["checks"] as? [[String: Any]])
    let leak = try #require(checks.first { $0["name"] as? String == "no child in two parts" })
    #expect(leak["verdict"] as? String == "fail" && leak["items"] as? [String] == ["IM-2"])
    let page = try folder.text("out.html")
    #expect(page.hasPrefix("<!doctype html>") && page.contains("no child in two parts") && page.contains("Not for diagnosis"))
    #expect(try Command.run("dataset", "inspect", "films", "--split-file", "nowhere.csv", in: folder).code == 3)
  }

  @Test func settingsAsTableCSVAndPage() throws {
    let folder = try EvaluateTests.folder()
    try folder.write("films/NORMAL/IM-9-0001.png", "no picture")
    let result = try Command.run(
      "dataset", "settings", "films", "--count", "2", "--output", "settings.csv", "--html", "settings.html", in: folder)
    #expect(result.code == 1 && result.error.contains("IM-9-0001.png"), "\(result.error)")
    #expect(result.lines[0].hasPrefix("setting  films  normal") && result.output.contains("No setting has at least 20 normal films"))
    let csv = try folder.text("settings.csv")
    #expect(csv.hasPrefix("id,setting\n") && csv.split(separator: "\n").count == 11 && !csv.contains("IM-9"))
    #expect(try folder.text("settings.html").contains("Films of each setting"))
    #expect(try Command.run("dataset", "settings", "films", "--split", "val", "--output", "-", in: folder).code == 3)
    #expect(try Command.run("dataset", "settings", "films", "--count", "11", "--output", "new.csv", in: folder).code == 3)
    #expect(!folder.exists("new.csv"))
    #expect(try Command.run("dataset", "settings", "films", in: folder).code == 64)
  }

  @Test func unreadableFilmsAreNamed() throws {
    let folder = try EvaluateTests.folder()
    try folder.write("films/NORMAL/IM-9-0001.png", "no picture")
    let some = try Command.run("dataset", "inspect", "films", in: folder)
    #expect(some.code == 1)
    #expect(some.output.contains("NORMAL/IM-9-0001.png: "), "\(some.output)")
    try folder.write("bad/NORMAL/a.png", "no picture")
    try folder.write("bad/PNEUMONIA/b.png", "no picture either")
    #expect(try Command.run("dataset", "inspect", "bad", in: folder).code == 3)
    #expect(try Command.run("dataset", "inspect", "nowhere", in: folder).code == 3)
    #expect(try Command.run("dataset", "inspect", in: folder).code == 64)
  }

  @Test func regionsAreDrawn() throws {
    let folder = try EvaluateTests.folder()
    let result = try Command.run("dataset", "regions", "films", "--output", "regions.png", "--count", "4", in: folder)
    #expect(result.code == 0, "\(result.error)")
    #expect(result.output.contains(" of 4 films."), "\(result.output)")
    #expect(try Data(contentsOf: URL(filePath: folder("regions.png"))).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try Command.run("dataset", "regions", "films", "--output", "regions.png", "--count", "0", in: folder).code == 64)
    #expect(try Command.run("dataset", "regions", "nowhere", "--output", "regions.png", in: folder).code == 3)
    #expect(try Command.run("dataset", "regions", "films", "--output", "no/such/place.png", in: folder).code == 3)
  }
}
