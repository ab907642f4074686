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
}
