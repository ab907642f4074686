import NeuralNet

/// Where a training stands: everything the loop needs, besides the program's state and the best weights, to go on with the same bits.
struct TrainingProgress: Sendable, Hashable, Codable {
  /// The epoch at work, from 0.
  var epoch = 0
  /// Batches of it that are done.
  var batch = 0
  /// Steps done in all.
  var step = 0
  /// Sum of the losses of the epoch's steps.
  var lossSum = 0.0
  /// Seconds the epoch has taken, and those its training steps have.
  var seconds = 0.0
  var trainingSeconds = 0.0
  /// The epochs that are over, the best one's loss and number among them.
  var history: [EpochMetrics] = []
  var bestLoss: Double?
  var bestEpoch: Int?
  /// Epochs since the last new best.
  var epochsWithoutBest = 0

  /// Takes in an epoch that is over and goes on to the next.
  /// - Returns: whether it is the new best: where the last epoch is kept, each is.
  mutating func finish(_ metrics: EpochMetrics, minimumDelta: Double, keeping: KeptEpoch = .best) -> Bool {
    history.append(metrics)
    let isBest = keeping == .last || (bestLoss.map { metrics.validationLoss < $0 - minimumDelta } ?? true)
    if isBest {
      bestLoss = metrics.validationLoss
      bestEpoch = metrics.epoch
      epochsWithoutBest = 0
    } else {
      epochsWithoutBest += 1
    }
    epoch += 1
    batch = 0
    lossSum = 0
    seconds = 0
    trainingSeconds = 0
    return isBest
  }

  func isOver(_ recipe: Recipe) -> Bool {
    // What happens before all layers learn says nothing about what comes then.
    let waited = min(epochsWithoutBest, epoch - recipe.unfreezingEpochs)
    return epoch >= recipe.epochs || recipe.earlyStopping.map { waited >= $0.patience } ?? false
  }
}
