#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads ordinary files whole, their size checked first.
enum FileBytes {
  /// The bytes of the file at `path`.
  ///
  /// The file is read into memory rather than mapped: a mapped file that another program cuts short kills this one.
  /// - Throws: ``ImagingError`` when it is missing, unreadable, no ordinary file, empty, or larger than `limit` bytes.
  static func read(_ path: String, limit: Int) throws(ImagingError) -> [UInt8] {
    // O_NONBLOCK: opening a named pipe must not wait for its writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ImagingError(path: path, reason: openingFailure(errno)) }
    defer { _ = close(descriptor) }
    let size = try ordinaryFileSize(descriptor, path)
    guard size > 0 else { throw ImagingError(path: path, reason: "the file is empty; export or copy the film again") }
    guard size <= limit else {
      throw ImagingError(path: path, reason: "the file has \(size) bytes, more than the \(limit) allowed; is it a single film?")
    }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Self.readSome(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        if got > 0 {
          count += got
        } else if got == 0 {
          break
        } else if errno != EINTR {
          failure = errno
          break
        }
      }
    }
    guard failure == 0 else { throw ImagingError(path: path, reason: "reading failed: \(describe(failure))") }
    guard bytes.count == size else {
      throw ImagingError(path: path, reason: "the file shrank from \(size) to \(bytes.count) bytes while it was read; try again")
    }
    return bytes
  }

  private static func readSome(_ descriptor: Int32, _ target: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, target, count)
    #else
      Darwin.read(descriptor, target, count)
    #endif
  }

  private static func ordinaryFileSize(_ descriptor: Int32, _ path: String) throws(ImagingError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw ImagingError(path: path, reason: "reading failed: \(describe(errno))") }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return Int(status.st_size)
    case S_IFDIR: throw ImagingError(path: path, reason: "this is a folder; name a film inside it")
    default: throw ImagingError(path: path, reason: "this is no ordinary file; name a JPEG or PNG file")
    }
  }

  private static func openingFailure(_ code: Int32) -> String {
    switch code {
    case ENOENT, ENOTDIR: "there is no such file; check the path"
    case EACCES, EPERM: "the file may not be read; check its permissions"
    default: "the file cannot be opened: \(describe(code))"
    }
  }

  static func describe(_ code: Int32) -> String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
}
