import NeuralNet
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension TrainingProgress {
  /// Takes in one step.
  mutating func add(_ result: StepResult, seconds: Double) {
    batch += 1
    step += 1
    lossSum += Double(result.loss)
    self.seconds += seconds
    trainingSeconds += seconds
  }

  /// The epoch so far.
  func report(of stepsPerEpoch: Int, batchSize: Int, learningRate: Float) -> TrainingStep {
    TrainingStep(
      epoch: epoch + 1, step: batch, stepsPerEpoch: stepsPerEpoch, loss: lossSum / Double(batch), learningRate: learningRate,
      imagesPerSecond: Double(batch * batchSize) / trainingSeconds)
  }

  /// The epoch that has come to its end, from the scores of its validation.
  func metrics(of scores: [ScoredStudy], stepsPerEpoch: Int, _ recipe: Recipe, validationSeconds: Double) throws(DataError) -> EpochMetrics
  {
    let rate = recipe.schedule.rate(
      at: step - 1, of: recipe.epochs * stepsPerEpoch, stepsPerEpoch: stepsPerEpoch, peak: recipe.learningRate)
    let evaluation = try Evaluation(scores, threshold: 0.5, resamples: 0)
    return EpochMetrics(
      epoch: epoch + 1, trainLoss: lossSum / Double(batch), validationLoss: meanCrossEntropy(scores),
      validationAccuracy: Double(evaluation.confusion.tn + evaluation.confusion.tp) / Double(scores.count),
      validationAUROC: evaluation.auroc, learningRate: rate, imagesPerSecond: Double(batch * recipe.batchSize) / trainingSeconds,
      seconds: seconds + validationSeconds)
  }
}

/// The mean of `-log p` of what each film shows, `p` held in `1e-7 ... 1 - 1e-7` as Keras does, so that one film of which the network is
/// wrongly certain does not make it infinite.
func meanCrossEntropy(_ scores: [ScoredStudy]) -> Double {
  let sum = scores.reduce(0) { sum, score in
    let right = score.classes?[score.label] ?? (score.label.isPneumonia ? score.probability : 1 - score.probability)
    return sum - log(min(max(right, 1e-7), 1 - 1e-7))
  }
  return sum / Double(scores.count)
}
