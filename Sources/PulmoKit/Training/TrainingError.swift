/// Why a training cannot begin or go on: what, where and the way out.
public enum TrainingError: Error, Hashable, Sendable {
  /// The loss, or the gradients, stopped being numbers. The last checkpoint holds the training as it was before.
  case diverged(epoch: Int, step: Int, what: String, learningRate: Float, checkpoint: String?)
  /// A file or folder of the run is not as it has to be: why and the way out.
  case run(path: String, reason: String)
  /// The recipe asks for what cannot be done with this data or model: the key, why and the way out.
  case recipe(key: String, reason: String)
}

extension TrainingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .diverged(let epoch, let step, let what, let learningRate, let checkpoint):
      """
      epoch \(epoch), step \(step): \(what) at the learning rate \(learningRate). Try a lower one (learningRate=\(learningRate / 4)), \
      clipped gradients (maximumGradientNorm=1) or a warm-up (schedule.cosine.warmUpSteps=500)\
      \(checkpoint.map { "; the weights before are in \($0)" } ?? "; no checkpoint was written before").
      """
    case .run(let path, let reason): "\(path): \(reason)"
    case .recipe(let key, let reason): "\(key): \(reason)"
    }
  }

  init(_ error: FileError) { self = .run(path: error.path, reason: error.reason) }
}
