import Dispatch
import Glibc

/// Ctrl-C and a polite kill: the first asks the work to end, which keeps what is done; the second ends the process at once.
final class Interruption {
  private let sources: [any DispatchSourceSignal]

  /// - Parameter onFirst: asks the work to end.
  init(onFirst: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "pulmo.interruption")
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: queue)
    }
    for source in sources {
      var isFirst = true
      source.setEventHandler {
        guard isFirst, source.data == 1 else { _exit(CommandError.interruptedCode) }
        isFirst = false
        onFirst()
      }
      source.resume()
    }
  }

  /// Stops listening.
  func end() { for source in sources { source.cancel() } }
}
