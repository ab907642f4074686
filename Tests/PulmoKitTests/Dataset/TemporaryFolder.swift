import Foundation

/// A folder of its own for one test, gone when the test is.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/pulmo-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of `name` in this folder.
  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// Writes `content` (by default the file's own name, so that no two files are the same) to each of `names`, folders made as needed.
  @discardableResult
  func write(_ names: String..., content: String? = nil) throws -> TemporaryFolder {
    for name in names {
      let url = URL(filePath: self(name))
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((content ?? name).utf8).write(to: url)
    }
    return self
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: self(name), withDestinationPath: target)
  }
}

/// The shared copy of the real films beside the repository, where there is one.
enum SharedData {
  static let kermany224: String? = {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared/data/kermany224").standardized.path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  static let isMissing = "skipped: no ../shared/data/kermany224 beside the repository"
}
