import Foundation
import Testing

@testable import PulmoKit

@Suite struct RunPageTests {
  static func progress(epochs: Int) -> TrainingProgress {
    var progress = TrainingProgress()
    for epoch in 1...max(1, epochs) where epochs > 0 {
      // The least validation loss is at epoch 7.
      let metrics = EpochMetrics(
        epoch: epoch, trainLoss: 0.7 / Double(epoch), validationLoss: 0.2 + abs(Double(epoch) - 7) / 50, validationAccuracy: 0.9,
        validationAUROC: 0.95, learningRate: 0.001 / Float(epoch), imagesPerSecond: 100, seconds: 10)
      _ = progress.finish(metrics, minimumDelta: 0)
    }
    return progress
  }

  static func page(epochs: Int, _ state: RunPage.State) -> Page {
    RunPage(run: RunDirectory(at: "run"), recipe: Recipe(name: "<i>tiny</i>", architecture: .smallCNN(SmallCNN()))).page(
      progress(epochs: epochs), state)
  }

  @Test func onlyTheCurvesOfATrainingAtWorkLoadThemselvesAnew() {
    let refresh = "http-equiv=\"refresh\""
    #expect(PageText(Self.page(epochs: 3, .training).document).contains(refresh))
    for state in [RunPage.State.interrupted, .failed, .finished] {
      #expect(!PageText(Self.page(epochs: 3, state).document).contains(refresh))
    }
    // Before the first epoch there is nothing to draw, and the page waits for it.
    let empty = PageText(Self.page(epochs: 0, .training).document)
    #expect(empty.contains(refresh) && empty.contains("The first epoch is not over yet") && !empty.contains("data-chart"))
  }

  @Test func theBestEpochIsNamed() {
    let text = PageText(Self.page(epochs: 12, .finished).document)
    #expect(text.contains("<dt>Epoch</dt><dd>7</dd>"))
    #expect(text.contains("\"name\":\"best\",\"x\":7"))
    #expect(text.contains("finished after 12 epochs") && text.contains("&lt;i&gt;tiny"))
    for chart in ["loss", "accuracy", "auroc", "learning-rate"] { #expect(text.contains("data-chart=\"\(chart)\"")) }
  }
}
