import PulmoKit
import Synchronization

/// Shows how far long work has come, on standard error: a bar on a terminal, a plain line every few seconds elsewhere.
///
/// Work that is over within half a second shows nothing.
final class ProgressMeter: Sendable {
  private let title: String
  private let unit: String
  private let console: Console
  private let start = ContinuousClock.now
  private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

  /// - Parameter unit: what is counted, such as `films`.
  init(_ title: String, unit: String, console: Console = .shared) {
    self.title = title
    self.unit = unit
    self.console = console
  }

  /// Notes that `done` of `all` are done; what is shown of them takes the rate since the meter was made.
  func update(_ done: Int, of all: Int) {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let rate = done > 0 && seconds > 0 ? Double(done) / seconds : nil
    show(Progress(title: title, done: done, all: all, rate: rate, unit: unit, secondsLeft: rate.map { Double(all - done) / $0 }))
  }

  /// Shows `progress` where it is time to.
  func show(_ progress: Progress) {
    let now = ContinuousClock.now
    let isDue = lastShown.withLock { lastShown in
      let pause: Duration = lastShown == nil ? .milliseconds(500) : console.errorIsTerminal ? .milliseconds(100) : .seconds(5)
      guard now - (lastShown ?? start) >= pause else { return false }
      lastShown = now
      return true
    }
    guard isDue else { return }
    if console.errorIsTerminal {
      console.showProgress(progress.bar(columns: console.columns - 1))
    } else {
      console.note(progress.text)
    }
  }

  /// Takes the bar away.
  func finish() { console.clearProgress() }
}
