import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file or folder that cannot be written: which, why and the way out.
struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "\(path): \(reason)" }

  init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// The failure of the system's last call, in its own words.
  fileprivate init(path: String, doing action: String) {
    let way = errno == ENOSPC ? "free space on the disk" : "check the folder's permissions and the disk"
    self.init(path: path, reason: "\(action) failed (\(String(cString: strerror(errno)))); \(way)")
  }
}

/// Writing that a crash or a kill at any moment leaves whole: what stood there before, or what was to be written.
///
/// Written aside under a temporary name in the same folder, synced to the disk, renamed, and the folder synced so that the new name lasts.
enum DurableFile {
  /// Writes `bytes` to the file at `path`, replacing one that stands there.
  static func write(_ bytes: Data, to path: String) throws(FileError) {
    let temporary = temporaryName(for: path)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(path: path, doing: "creating the file") }
    do throws(FileError) {
      defer { close(descriptor) }
      try write(bytes, to: descriptor, path: path)
      guard fsync(descriptor) == 0 else { throw FileError(path: path, doing: "syncing to the disk") }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let error = FileError(path: path, doing: "renaming")
      unlink(temporary)
      throw error
    }
    try syncFolder(of: path)
  }

  /// Makes the folder at `path` from what `fill` writes into a temporary one beside it; a folder that stands there gives way.
  static func replaceFolder(at path: String, fill: (String) throws(FileError) -> Void) throws(FileError) {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let temporary = temporaryName(for: path)
    try makeFolder(at: folder(of: path))
    remove(temporary)
    try makeFolder(at: temporary)
    do throws(FileError) {
      try fill(temporary)
    } catch {
      remove(temporary)
      throw error
    }
    if exchange(temporary, path) {
      try syncFolder(of: path)
      remove(temporary)
      return
    }
    // Nothing stands there, or no single call of this system replaces a folder: then the old one steps aside first.
    let aside = temporary + asideEnding
    remove(aside)
    let hadOne = rename(path, aside) == 0
    guard rename(temporary, path) == 0 else {
      let error = FileError(path: path, doing: "renaming")
      if hadOne { rename(aside, path) }
      remove(temporary)
      throw error
    }
    try syncFolder(of: path)
    remove(aside)
  }

  /// Gives each of two paths what stands at the other, at once; false where the system or the disk's format cannot, or one is missing.
  private static func exchange(_ one: String, _ other: String) -> Bool {
    #if canImport(Glibc)
      // Glibc declares renameat2 for C programs that ask for GNU's extensions, and Swift's module does not, so it is looked up by name.
      typealias Function = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
      let exchanging: UInt32 = 1 << 1  // RENAME_EXCHANGE of linux/fs.h
      guard let symbol = dlsym(nil, "renameat2") else { return false }
      // The type is that of glibc's stdio.h; a function that is found stays loaded.
      return unsafeBitCast(symbol, to: Function.self)(AT_FDCWD, one, AT_FDCWD, other, exchanging) == 0
    #else
      return false
    #endif
  }

  /// Removes what killed writers left in the folder at `path`; of a replaced folder that had stepped aside for one that never came, the
  /// old one comes back.
  static func removeTemporaries(inFolder path: String) {
    for name in (try? fileNames(inFolder: path)) ?? [] {
      guard let name, let mark = name.ranges(of: temporaryMark).last else { continue }
      let original = joinPath(path, String(name[..<mark.lowerBound]))
      if name.hasSuffix(asideEnding), FileStatus(path: original) == nil {
        rename(joinPath(path, name), original)
      } else {
        remove(joinPath(path, name))
      }
    }
  }

  /// Makes the folder at `path`, and those above it that are missing.
  static func makeFolder(at path: String) throws(FileError) {
    guard !path.isEmpty, FileStatus(path: path)?.kind != .directory else { return }
    try makeFolder(at: folder(of: path, orNone: true))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileError(path: path, doing: "making the folder") }
  }

  /// Removes the file or folder at `path` with all it holds, as far as that can be done.
  static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Appends `bytes` to the file at `path` in one write, making it where it is missing.
  static func append(_ bytes: Data, to path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(path: path, doing: "opening the file") }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path: path)
  }

  private static func write(_ bytes: Data, to descriptor: Int32, path: String) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        // A single call writes less than 2 GiB on Linux.
        let rest = UnsafeRawBufferPointer(rebasing: buffer[done..<min(buffer.count, done + (1 << 30))])
        #if canImport(Glibc)
          return Glibc.write(descriptor, rest.baseAddress, rest.count)
        #elseif canImport(Musl)
          return Musl.write(descriptor, rest.baseAddress, rest.count)
        #else
          return Darwin.write(descriptor, rest.baseAddress, rest.count)
        #endif
      }
      guard count >= 0 || errno == EINTR else { throw FileError(path: path, doing: "writing") }
      done += max(0, count)
    }
  }

  /// Syncs the names in the folder that holds `path`.
  private static func syncFolder(of path: String) throws(FileError) {
    let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, doing: "opening its folder") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileError(path: path, doing: "syncing its folder to the disk") }
  }

  /// Stands in the name of what is not yet whole; a killed writer leaves such names behind.
  private static let temporaryMark = ".tmp-"
  private static let asideEnding = ".old"

  /// A name in the same folder that no other process uses.
  private static func temporaryName(for path: String) -> String { "\(path)\(temporaryMark)\(getpid())" }

  private static func folder(of path: String, orNone: Bool = false) -> String {
    guard let slash = path.lastIndex(of: "/") else { return orNone ? "" : "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
