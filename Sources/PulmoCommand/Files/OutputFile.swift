import Glibc

/// A file that is written piece by piece.
///
/// Written aside, it appears under its name, complete, only with ``finish()``: until then what stood there stays.
/// The path `-` is standard output.
final class OutputFile {
  enum Way {
    /// Into a file beside it, renamed by ``finish()``.
    case aside
    /// Into the file itself: each piece can be read at once.
    case inPlace
  }

  let path: String
  private let temporaryPath: String?
  private let descriptor: Int32
  private var isFinished = false

  /// Opens the file for writing.
  /// - Throws: ``CommandError/nothingDone(_:)`` where it cannot be made.
  init(_ path: String, _ way: Way) throws(CommandError) {
    self.path = path
    guard path != "-" else {
      temporaryPath = nil
      descriptor = STDOUT_FILENO
      return
    }
    temporaryPath = way == .aside ? "\(path).\(getpid()).partial" : nil
    descriptor = open(temporaryPath ?? path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.error(path, "cannot be written") }
  }

  deinit {
    guard !isFinished, path != "-" else { return }
    close(descriptor)
    if let temporaryPath { unlink(temporaryPath) }
  }

  /// - Throws: ``CommandError/nothingDone(_:)`` where the disk is full; a silent ``CommandError/interrupted(_:)`` where the reader of
  ///   standard output is gone.
  func write(_ text: String) throws(CommandError) {
    guard !writeAll(text, to: descriptor) else { return }
    throw errno == EPIPE ? .interrupted(nil) : Self.error(path, "writing failed")
  }

  /// Brings what was written under the file's name.
  func finish() throws(CommandError) {
    guard path != "-" else { return }
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw Self.error(path, "writing failed") }
    isFinished = true
    close(descriptor)
    if let temporaryPath, rename(temporaryPath, path) != 0 {
      let error = Self.error(path, "cannot be written")
      unlink(temporaryPath)
      throw error
    }
  }

  private static func error(_ path: String, _ what: String) -> CommandError {
    .nothingDone("\(path == "-" ? "standard output" : path): \(what) (\(String(cString: strerror(errno)))); give another place")
  }
}
