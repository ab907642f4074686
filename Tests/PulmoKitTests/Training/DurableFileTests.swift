import Foundation
import Testing

@testable import PulmoKit

@Suite struct DurableFileTests {
  static func replace(_ path: String, with text: String) throws {
    try DurableFile.replaceFolder(at: path) { folder throws(FileError) in
      try DurableFile.write(Data(text.utf8), to: "\(folder)/file")
    }
  }

  /// Old and new change places in one call, so a kill at any moment leaves a folder at the path. The name is so long that neither could
  /// step aside under a longer one.
  @Test func aReplacedFolderIsNeverGone() throws {
    let folder = try TestFolder()
    let name = String(repeating: "m", count: 255 - ".tmp-\(getpid())".count)
    for text in ["first", "second"] {
      try Self.replace(folder.file(name), with: text)
      #expect(try String(contentsOfFile: folder.file("\(name)/file"), encoding: .utf8) == text)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [name])
    }
  }

  /// What a kill leaves where no single call replaces a folder: the old one aside, the new one not yet in its place.
  @Test func theOnlyCopyOfAFolderComesBack() throws {
    let folder = try TestFolder()
    for name in ["artifact.tmp-7", "artifact.tmp-7.old", "model", "model.tmp-7.old"] {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
      try Data(name.utf8).write(to: URL(filePath: folder.file("\(name)/file")))
    }
    try Data().write(to: URL(filePath: folder.file("recipe.yaml.tmp-7")))
    DurableFile.removeTemporaries(inFolder: folder.path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["artifact", "model"])
    #expect(try String(contentsOfFile: folder.file("artifact/file"), encoding: .utf8) == "artifact.tmp-7.old")
    #expect(try String(contentsOfFile: folder.file("model/file"), encoding: .utf8) == "model")
  }
}
