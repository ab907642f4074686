import Imaging
import PulmoKit

/// Tells of a training as it goes: an epoch a line on standard output, steps as progress, warnings on standard error.
final class TrainingReporter: Sendable {
  private let console = Console.shared
  private let decoding = ProgressMeter("reading films", unit: "films")
  private let training = ProgressMeter("training", unit: "images")
  private let batchSize: Int

  init(batchSize: Int) { self.batchSize = batchSize }

  func report(_ event: TrainingEvent) {
    switch event {
    case .decoding(let done, let all):
      decoding.update(done, of: all)
    case .skipped(let errors):
      for error in errors { console.note("pulmo: \(error.path.printable): \(error.reason.printable)") }
      console.note("pulmo: \(errors.count) \(errors.count == 1 ? "film" : "films") cannot be read and are left out")
    case .warning(let text):
      console.note("pulmo: \(text)")
    case .started(let start):
      for line in Self.lines(start) { console.print(line) }
    case .learning(let layers?):
      console.print("Only \(layers.joined(separator: ", ")) learn\(layers.count == 1 ? "s" : "") at first.")
    case .learning(nil):
      console.print("From here on all layers learn.")
    case .step(let step):
      let imagesLeft = Double((step.stepsPerEpoch - step.step) * batchSize)
      training.show(
        Progress(
          title: "epoch \(step.epoch)", done: step.step, all: step.stepsPerEpoch, rate: step.imagesPerSecond, unit: "images",
          secondsLeft: step.imagesPerSecond > 0 ? imagesLeft / step.imagesPerSecond : nil,
          detail: "loss \(step.loss.formatted(decimals: 4))"))
    case .epoch(let metrics, let isBest):
      console.print(Self.line(metrics, isBest: isBest))
    case .checkpoint:
      break
    case .stoppedEarly(let best):
      console.print("No epoch was better than epoch \(best) for as long as the recipe waits: the training ends.")
    }
  }

  func finish() { console.clearProgress() }

  private static func lines(_ start: TrainingStart) -> [String] {
    var lines = [
      "run        \(start.directory)",
      "network    \(start.parameterCount) parameters",
      "films      \(start.trainCount) to learn from, \(start.validationCount) to choose on, \(start.testCount) to measure on",
      "epochs     at most \(start.epochs) of \(start.stepsPerEpoch) steps; Ctrl-C saves a checkpoint",
    ]
    if let step = start.resumedAtStep { lines.append("resumed    after step \(step)") }
    return lines + ["", "epoch   loss     val loss  val accuracy  val AUROC  learning rate  images/s    time"]
  }

  private static func line(_ metrics: EpochMetrics, isBest: Bool) -> String {
    let auroc = metrics.validationAUROC?.formatted(decimals: 4) ?? "n/a"
    return "\(metrics.epoch)".leftPadded(to: 5) + metrics.trainLoss.formatted(decimals: 4).leftPadded(to: 9)
      + metrics.validationLoss.formatted(decimals: 4).leftPadded(to: 11)
      + metrics.validationAccuracy.formatted(decimals: 4).leftPadded(to: 14)
      + auroc.leftPadded(to: 11) + "\(metrics.learningRate)".leftPadded(to: 15)
      + metrics.imagesPerSecond.formatted(decimals: 1).leftPadded(to: 10)
      + Progress.clockText(seconds: Int(metrics.seconds.rounded())).leftPadded(to: 8) + (isBest ? "  best" : "")
  }
}
