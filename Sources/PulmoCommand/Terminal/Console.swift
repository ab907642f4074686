import Glibc
import Synchronization

/// Standard output and standard error, and the one line of progress that may stand at the bottom of a terminal.
///
/// A reader of standard output that goes away (`| head`) is noted, never a crash.
final class Console: Sendable {
  /// The process's own.
  static let shared = Console()

  let outputIsTerminal = isatty(STDOUT_FILENO) == 1
  let errorIsTerminal = isatty(STDERR_FILENO) == 1

  private struct State {
    /// What stands on the terminal's last line without a line end.
    var bar = ""
    var outputIsClosed = false
  }
  private let state = Mutex(State())

  /// Whether nobody reads standard output any more.
  var outputIsClosed: Bool { state.withLock(\.outputIsClosed) }

  /// Columns of the terminal at standard error; 80 where it is none or does not say.
  var columns: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Writes a line to standard output.
  func print(_ line: String = "") {
    state.withLock { state in
      if outputIsTerminal { Self.eraseBar(&state) }
      if !state.outputIsClosed { state.outputIsClosed = !writeAll(line + "\n", to: STDOUT_FILENO) }
    }
  }

  /// Writes a line to standard error.
  func note(_ line: String) {
    state.withLock { state in
      Self.eraseBar(&state)
      _ = writeAll(line + "\n", to: STDERR_FILENO)
    }
  }

  /// Shows `line` as the terminal's last, in place of the one shown before. Only for a terminal at standard error.
  func showProgress(_ line: String) {
    state.withLock { state in
      _ = writeAll("\r" + line + "\u{1B}[K", to: STDERR_FILENO)
      state.bar = line
    }
  }

  /// Takes the line of progress away.
  func clearProgress() { state.withLock { Self.eraseBar(&$0) } }

  private static func eraseBar(_ state: inout State) {
    guard !state.bar.isEmpty else { return }
    _ = writeAll("\r\u{1B}[K", to: STDERR_FILENO)
    state.bar = ""
  }
}

/// Writes all of `text`, whatever the signals; false where the reader is gone or the disk full (`errno` says which).
func writeAll(_ text: String, to descriptor: Int32) -> Bool {
  var text = text
  return text.withUTF8 { bytes in
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let count = write(descriptor, rest.baseAddress, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
