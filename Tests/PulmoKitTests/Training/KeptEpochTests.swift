import Testing

@testable import PulmoKit

/// Which epoch a training keeps.
@Suite struct KeptEpochTests {
  private func progress(_ losses: [Double], keeping: KeptEpoch) -> (progress: TrainingProgress, kept: [Bool]) {
    var progress = TrainingProgress()
    let kept = losses.enumerated().map { index, loss in
      progress.finish(
        EpochMetrics(
          epoch: index + 1, trainLoss: 0, validationLoss: loss, validationAccuracy: 1, validationAUROC: nil, learningRate: 1,
          imagesPerSecond: 1, seconds: 1), minimumDelta: 0, keeping: keeping)
    }
    return (progress, kept)
  }

  /// The validation films choose the best epoch; where they are to be free for calibration, each epoch is kept for the next.
  @Test func theLastIsKeptHoweverGoodTheOthersWere() {
    let losses = [0.5, 0.3, 0.4, 0.6]
    let best = progress(losses, keeping: .best)
    #expect(best.kept == [true, true, false, false] && best.progress.bestEpoch == 2 && best.progress.epochsWithoutBest == 2)
    let last = progress(losses, keeping: .last)
    #expect(last.kept == [true, true, true, true] && last.progress.bestEpoch == 4 && last.progress.bestLoss == 0.6)
    #expect(last.progress.epochsWithoutBest == 0 && last.progress.history.map(\.validationLoss) == losses)
  }
}
