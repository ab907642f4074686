#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What stands at a path, symbolic links followed.
struct FileStatus: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case file, directory
    /// A pipe, socket or device: opening one can wait for ever, so none is ever opened.
    case other
  }

  /// The same for every path that leads to the same file or folder.
  struct Identity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
  }

  let kind: Kind
  let identity: Identity
  /// Bytes of a file.
  let size: Int

  /// Nil where nothing can be reached at `path`: it does not exist, or it is a link to nothing or to itself.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .directory
    default: kind = .other
    }
    size = Int(status.st_size)
    identity = Identity(device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(status.st_ino))
  }
}

/// The names in the folder at `path`, sorted, without `.` and `..`; nil stands for a name that is not UTF-8.
func fileNames(inFolder path: String) throws(DataError) -> [String?] {
  guard let folder = opendir(path) else {
    throw DataError.invalid(path: path, reason: "the folder cannot be read (\(systemErrorText())); check its permissions")
  }
  defer { closedir(folder) }
  var names: [String?] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
      field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) { String(validatingCString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted { ($0 ?? "") < ($1 ?? "") }
}

/// Hands the bytes of the file at `path` to `body` in pieces of at most 1 MiB: memory stays bounded whatever the file's size.
func readFile(at path: String, _ body: (UnsafeRawBufferPointer) -> Void) throws(DataError) {
  guard let status = FileStatus(path: path) else { throw DataError.notFound(path: path) }
  guard status.kind == .file else { throw DataError.invalid(path: path, reason: "not a file; a film has to be a JPEG or PNG file") }
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw DataError.invalid(path: path, reason: "cannot be opened (\(systemErrorText())); check its permissions")
  }
  defer { close(descriptor) }
  let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
  defer { piece.deallocate() }
  while true {
    let count = read(descriptor, piece.baseAddress, piece.count)
    if count > 0 {
      body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
    } else if count == 0 {
      return
    } else if errno != EINTR {
      throw DataError.invalid(path: path, reason: "reading failed (\(systemErrorText())); check the disk")
    }
  }
}

/// The system's words for the error its last call met.
private func systemErrorText() -> String { String(cString: strerror(errno)) }

/// `name` inside `folder`; either may be empty.
func joinPath(_ folder: String, _ name: String) -> String {
  folder.isEmpty || name.isEmpty || folder.hasSuffix("/") ? folder + name : folder + "/" + name
}
