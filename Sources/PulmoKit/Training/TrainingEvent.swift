public import Imaging

/// What a training reports while it runs, in order. Events come from the thread that computes: take them in quickly.
public enum TrainingEvent: Sendable {
  /// Films decoded so far, of all.
  case decoding(done: Int, of: Int)
  /// Films left out because they cannot be read, each with its reason.
  case skipped([ImagingError])
  /// Something that does not stop the training and should be known.
  case warning(String)
  case started(TrainingStart)
  /// From here on only these layers learn, or, nil, all that the recipe does not freeze; only where the recipe has `unfreezing`.
  case learning(layers: [String]?)
  case step(TrainingStep)
  /// An epoch is over and validated. `isBest`: its weights are the ones kept so far; where the
  /// last epoch is kept, it alone.
  case epoch(EpochMetrics, isBest: Bool)
  /// The training is on the disk up to here.
  case checkpoint(path: String)
  /// No new best for as long as the recipe's patience.
  case stoppedEarly(bestEpoch: Int)
}

/// What a training begins with.
public struct TrainingStart: Sendable, Hashable {
  public let directory: String
  public let parameterCount: Int
  /// Films of the parts.
  public let trainCount: Int
  public let validationCount: Int
  public let testCount: Int
  public let epochs: Int
  public let stepsPerEpoch: Int
  /// The step an earlier process came to; nil for a new run.
  public let resumedAtStep: Int?
}

/// One step of training.
public struct TrainingStep: Sendable, Hashable {
  /// From 1.
  public let epoch: Int
  /// Steps of the epoch that are done, this one included.
  public let step: Int
  public let stepsPerEpoch: Int
  /// Mean loss of the epoch's steps so far.
  public let loss: Double
  public let learningRate: Float
  /// Of the epoch so far.
  public let imagesPerSecond: Double
}

/// How a training ended.
public enum TrainingOutcome: Sendable {
  case finished(TrainingResult)
  /// Cancelled; `pulmo train --resume` goes on from the checkpoint with the same bits, or begins anew where the first step was not done.
  case interrupted(checkpoint: String?)
}

/// A finished training.
public struct TrainingResult: Sendable {
  /// Where the model stands.
  public let artifactPath: String
  public let artifact: ModelArtifact
  /// Every epoch, those before an interruption included.
  public let history: [EpochMetrics]
  /// The epoch whose weights were kept.
  public let bestEpoch: Int
  /// At the stored threshold, on the part `val`, which flatters: it chose the epoch, the calibration or the threshold.
  public let validation: Evaluation
  /// At the stored threshold, on the part that chose nothing, or thresholds of triage alone; nil where the split has none.
  public let test: Evaluation?
  /// Films left out because they cannot be read.
  public let skipped: [ImagingError]
}
