import Imaging
import PulmoKit
import Synchronization

/// Tells of a cross-validation as it goes: its trainings as ``TrainingReporter`` does, and what comes between them.
final class CrossValidationReporter: Sendable {
  private let console = Console.shared
  private let dealing = ProgressMeter("reading films", unit: "films")
  private let corrupting = ProgressMeter("scoring under corruptions", unit: "films")
  private let training: TrainingReporter
  private let isQuiet: Bool
  private let skippedFilms = Mutex<[ImagingError]>([])

  /// - Parameters:
  ///   - batchSize: films a step.
  ///   - isQuiet: prints nothing but progress, warnings and films that cannot be read, for standard output is taken.
  init(batchSize: Int, isQuiet: Bool) {
    training = TrainingReporter(batchSize: batchSize)
    self.isQuiet = isQuiet
  }

  /// Films that could not be read.
  var skipped: [ImagingError] { skippedFilms.withLock { $0 } }

  func report(_ event: CrossValidationEvent) {
    switch event {
    case .dealing(let done, let all):
      dealing.update(done, of: all)
    case .skipped(let errors):
      skippedFilms.withLock { $0 = errors }
      training.report(.skipped(errors))
    case .began(let run, let number, let all):
      print("\ntraining \(number) of \(all): \(run)")
    case .passedOver(let run, let number, let all):
      print("training \(number) of \(all): \(run): done before")
    case .training(let event):
      switch event {
      case .started, .epoch, .stoppedEarly: if !isQuiet { training.report(event) }
      // The films that cannot be read were named when they were dealt.
      case .skipped: break
      default: training.report(event)
      }
    case .scored(let run, let auroc):
      print("\(run): AUROC \(FigureText.number(auroc, decimals: 4)) on the films it left out")
    case .corrupting(_, let done, let all):
      corrupting.update(done, of: all)
      if done == all { corrupting.finish() }
    }
  }

  func finish() { training.finish() }

  private func print(_ line: String) { if !isQuiet { console.print(line) } }
}
