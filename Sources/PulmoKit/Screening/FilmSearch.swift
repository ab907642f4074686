public import Imaging

/// The films that a list of files and folders stands for.
///
/// - A file that is named is always taken, whatever its extension, even where it does not exist: reading it then says why not.
/// - A folder is walked at any depth, what it holds in order of name (by Unicode scalars, the same on every machine). Films are told by
///   their extension: jpeg, jpg, jpe, jfif and png in any letter case. Hidden files and folders are left out; other files are
///   left out and counted.
/// - Symbolic links are followed. A folder that is reached twice, by links or by being named twice, is walked the first time
///   only, so links that run in circles end.
/// - A path that comes up twice is taken once, where it came up first.
public struct FilmSearch: Sendable, Hashable {
  /// Extensions, in lower case, of the files that are taken from folders.
  public static let extensions: Set = ["jpeg", "jpg", "jpe", "jfif", "png"]

  /// Paths of the films, in order.
  public private(set) var films: [String] = []
  /// How many files of each extension were left out of folders; the empty extension for files that have none.
  public private(set) var skipped: [String: Int] = [:]
  /// Folders that could not be read, or not whole, each with its reason.
  public private(set) var failures: [ImagingError] = []

  private var seen: Set<String> = []
  private var walked: Set<FileStatus.Identity> = []

  /// Looks through `paths`, in that order.
  public init(_ paths: [String]) {
    for path in paths {
      if let status = FileStatus(path: path), status.kind == .directory {
        walk(path, status.identity)
      } else {
        take(path)
      }
    }
  }

  private mutating func walk(_ folder: String, _ identity: FileStatus.Identity) {
    guard walked.insert(identity).inserted else { return }
    guard let names = try? fileNames(inFolder: folder) else {
      failures.append(ImagingError(path: folder, reason: "the folder cannot be read; check its permissions"))
      return
    }
    for name in names {
      guard let name else {
        failures.append(ImagingError(path: folder, reason: "the folder holds a file whose name is not UTF-8; rename it"))
        continue
      }
      guard !name.hasPrefix(".") else { continue }
      let path = joinPath(folder, name)
      let status = FileStatus(path: path)
      if let status, status.kind == .directory {
        walk(path, status.identity)
      } else if Self.extensions.contains(Self.pathExtension(name)), status?.kind != .other {
        take(path)
      } else {
        skipped[Self.pathExtension(name), default: 0] += 1
      }
    }
  }

  private mutating func take(_ path: String) {
    if seen.insert(Self.normalized(path)).inserted { films.append(path) }
  }

  /// `path` without what changes nothing: doubled slashes and `.` components.
  private static func normalized(_ path: String) -> String {
    let components = path.split(separator: "/").filter { $0 != "." }
    return (path.hasPrefix("/") ? "/" : "") + components.joined(separator: "/")
  }

  /// What follows the last dot of `name`, in lower case; empty where there is none.
  private static func pathExtension(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[dot...].dropFirst().lowercased()
  }
}
