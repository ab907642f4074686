import Foundation
import Testing

@testable import PulmoKit

@Suite("Datasets listed in a CSV manifest")
struct DatasetManifestTests {
  private func read(_ csv: String, films: String...) throws -> Dataset {
    let folder = try TemporaryFolder()
    for film in films { try folder.write(film) }
    try folder.write("list.csv", content: csv)
    return try Dataset(at: folder("list.csv"))
  }

  /// The message reading `csv` ends with; a film a.png exists.
  private func message(_ csv: String) throws -> String {
    do {
      return "read \(try read(csv, films: "a.png").studies.count) films"
    } catch let error as DataError {
      return error.description
    }
  }

  @Test func allColumns() throws {
    let dataset = try read(
      "label,path,age,patient,split\nnormal,a.png,3,child 1,train\nPneumonia,sub/b.png,,,VAL\nbacteria,./sub//c.png,,child 1,testing\n",
      films: "a.png", "sub/b.png")
    #expect(dataset.studies.map(\.id) == ["a.png", "sub/b.png", "sub/c.png"])
    #expect(dataset.studies.map(\.patient) == ["child 1", "sub/b.png", "child 1"])
    #expect(dataset.studies.map(\.label) == [.normal, .pneumonia, .bacterial])
    #expect(dataset.studies.map(\.folder) == [.train, .val, .test])
    #expect(dataset.studies[1].path == dataset.directory + "/sub/b.png")
  }

  @Test func kindAndPatientComeFromTheNameWhereTheManifestIsSilent() throws {
    let dataset = try read(
      "path,label\nperson1_virus_6.jpeg,pneumonia\nperson1_bacteria_6.jpeg,viral\nNORMAL2-IM-1-1.jpeg,pneumonia\n",
      films: "person1_virus_6.jpeg")
    #expect(dataset.studies.map(\.id) == ["NORMAL2-IM-1-1.jpeg", "person1_bacteria_6.jpeg", "person1_virus_6.jpeg"])
    #expect(dataset.studies.map(\.label) == [.pneumonia, .viral, .viral])
    #expect(dataset.studies.map(\.patient) == ["NORMAL2-IM-1", "person1_bacteria", "person1_virus"])
    #expect(dataset.studies.allSatisfy { $0.folder == nil })
  }

  @Test func quotesByteOrderMarkLineEndsAndDelimiters() throws {
    let quoted = try read("\u{FEFF}path,label,patient\r\n\"a,1.png\", normal ,\"the \"\"first\"\" one\"\r\n\r\n", films: "a,1.png")
    #expect(quoted.studies.map(\.id) == ["a,1.png"])
    #expect(quoted.studies.map(\.patient) == ["the \"first\" one"])
    #expect(try read("path;label\na.png;viral", films: "a.png").studies.map(\.label) == [.viral])
    #expect(try read("Path\tLabel\na.png\tviral\n", films: "a.png").studies.map(\.label) == [.viral])
  }

  @Test func absolutePathsBelowTheManifestAreTheSameFilms() throws {
    let folder = try TemporaryFolder().write("x/a.png")
    try folder.write("list.csv", content: "path,label\n\(folder("x/a.png")),normal\n/elsewhere/b.png,viral\n")
    let dataset = try Dataset(at: folder("list.csv"))
    #expect(dataset.studies.map(\.id) == ["/elsewhere/b.png", "x/a.png"])
    #expect(dataset.studies.map(\.path) == ["/elsewhere/b.png", folder("x/a.png")])
  }

  @Test func faultsNameTheRowAndTheWayOut() throws {
    #expect(try message("path,label\na.png,normal\n") == "read 1 films")
    #expect(try message("file,label\na.png,normal\n").hasSuffix("has no column path; its header is: file, label"))
    #expect(try message("path,label,Label\na.png,normal,normal\n").hasSuffix("has 2 columns named label; keep one"))
    #expect(
      try message("path,label\na.png,normal\nb.png,sick\n").hasSuffix(
        "row 2: the label \"sick\" is unknown; use normal, bacterial, viral or pneumonia"))
    #expect(try message("path,label\n,normal\n").hasSuffix("row 1: the path is empty"))
    #expect(try message("path,label\na.png\n").contains("row 1: the label \"\" is unknown"))
    #expect(try message("path,label,split\na.png,normal,\n").hasSuffix("row 1: the split \"\" is unknown; use train, val or test"))
    #expect(try message("path,label\na.png,normal\n./a.png,normal\n").hasSuffix("two films are called a.png; list or name each film once"))
    #expect(
      try message("path,label\na,b.png,normal\n").hasSuffix("row 1 has more cells than the header names; quote cells that hold a comma"))
    #expect(try message("path,label\n\"a.png,normal\nb.png,viral\n").contains("a quoted cell is never closed"))
    #expect(try message("path,label\n\"a\"x.png,normal\n\"\"").contains("not a CSV table"))
    #expect(try message("path,label\n").hasSuffix("lists no film"))
    #expect(try message("").contains("has no column path"))
    #expect(try message("path,label\nb.png,normal\n").contains("none of its 1 films exists"))
  }

  @Test func textThatIsNotUTF8IsRefused() throws {
    let folder = try TemporaryFolder()
    try Data([0xFF, 0xFE, 0x70, 0x00]).write(to: URL(filePath: folder("list.csv")))
    #expect(throws: DataError.invalid(path: folder("list.csv"), reason: "not UTF-8 text; save the table as CSV in UTF-8")) {
      try Dataset(at: folder("list.csv"))
    }
  }

  @Test func writtenCellsAreReadBack() throws {
    let cells = ["plain", "a,b", "semi;colon", "the \"quoted\" one", " spaced ", "two\nlines", ""]
    let folder = try TemporaryFolder()
    try folder.write("t.csv", content: CSVTable.line((0..<cells.count).map { "c\($0)" }) + CSVTable.line(cells))
    let table = try CSVTable(at: folder("t.csv"))
    #expect(table.count == 1)
    #expect(cells.indices.map { table.cell(0, $0) } == cells)
    #expect(table.word(0, 4) == "spaced")
  }
}
