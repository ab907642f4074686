#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A nameless file for pictures that no longer fit in memory.
///
/// Its name is removed as soon as it is open, so the disk space is given back when the process ends, however it ends.
final class SpillFile: Sendable {
  private let descriptor: CInt
  private let directory: String

  init(in directory: String) throws(DataError) {
    self.directory = directory
    var name = Array("\(directory)/pulmo-pictures-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    guard descriptor >= 0 else {
      throw .invalid(
        path: directory,
        reason: "no file for the pictures beyond the memory limit can be made here (\(Self.reason(errno))); name another spill directory")
    }
    unlink(name)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func write(_ bytes: [UInt8], at offset: Int) throws(DataError) {
    let error = bytes.withUnsafeBytes { buffer in
      Self.transferAll(buffer.count) { [descriptor] done in
        pwrite(descriptor, UnsafeRawBufferPointer(rebasing: buffer[done...]).baseAddress, buffer.count - done, off_t(offset + done))
      }
    }
    if let error {
      throw .invalid(
        path: directory,
        reason: "pictures beyond the memory limit cannot be written here (\(error)); free space or name another spill directory")
    }
  }

  func read(_ count: Int, at offset: Int) throws(DataError) -> [UInt8] {
    var error: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      error = Self.transferAll(count) { [descriptor] done in
        pread(descriptor, UnsafeMutableBufferPointer(rebasing: buffer[done...]).baseAddress, count - done, off_t(offset + done))
      }
      initializedCount = error == nil ? count : 0
    }
    if let error { throw .invalid(path: directory, reason: "pictures kept here cannot be read back (\(error))") }
    return bytes
  }

  /// Repeats `step`, given how many bytes are done, until all `count` are: a call may move fewer than asked or be interrupted.
  private static func transferAll(_ count: Int, step: (_ done: Int) -> Int) -> String? {
    var done = 0
    while done < count {
      let moved = step(done)
      if moved > 0 {
        done += moved
      } else if moved == 0 {
        return "the file is shorter than what was written to it"
      } else if errno != EINTR {
        return reason(errno)
      }
    }
    return nil
  }

  private static func reason(_ code: CInt) -> String { String(cString: strerror(code)) }
}
