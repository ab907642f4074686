import FoundationEssentials

/// The curves of a run as a page in its folder, `curves.html`: loss, accuracy, AUROC and learning rate, epoch by epoch.
///
/// Written anew after each epoch, whole or not at all. While the training goes on, an open page loads itself anew; the one written at the
/// end does not.
struct RunPage: Sendable {
  /// How the run stands when the page is written.
  enum State: Sendable {
    case training, interrupted, failed, finished
  }

  /// Seconds between two looks at the file.
  static let refreshSeconds = 15

  let run: RunDirectory
  let recipe: Recipe

  /// Writes the page of the epochs that are over.
  /// - Throws: ``FileError`` where the folder cannot be written.
  func write(_ progress: TrainingProgress, _ state: State) throws(FileError) {
    try DurableFile.write(Data(page(progress, state).document.utf8), to: run.curves)
  }

  func page(_ progress: TrainingProgress, _ state: State) -> Page {
    let history = progress.history
    let said =
      switch state {
      case .training: "training: \(history.count) of at most \(recipe.epochs) epochs are over; this page follows"
      case .interrupted: "interrupted after \(history.count) epochs; pulmo train --resume goes on"
      case .failed: "stopped by an error after \(history.count) epochs; the last checkpoint stays"
      case .finished: "finished after \(history.count) epochs"
      }
    return Page(
      title: "Curves of \(recipe.name)", subtitle: said,
      sections: history.isEmpty
        ? [PageSection("curves", "Curves") { HTML("p") { "The first epoch is not over yet." } }]
        : [summary(progress, state), curves(progress), epochs(history)],
      refreshSeconds: state == .training ? Self.refreshSeconds : nil)
  }

  private func summary(_ progress: TrainingProgress, _ state: State) -> PageSection {
    let best = progress.history.first { $0.epoch == progress.bestEpoch }
    func card(_ name: String, _ value: String) -> HTML {
      HTML("div") {
        HTML("dt") { name }
        HTML("dd") { value }
      }
    }
    let keepsLast = recipe.keptEpoch == .last
    let title = "The \(keepsLast ? "last" : "best") epoch\(state == .finished ? "" : " so far")"
    return PageSection("best", title) {
      HTML("dl", ["class": "figures"]) {
        card("Epoch", best.map { "\($0.epoch)" } ?? FigureText.undefined)
        card("Validation loss", best.map { $0.validationLoss.formatted(decimals: 4) } ?? FigureText.undefined)
        card("Validation accuracy at 0.5", FigureText.percent(best?.validationAccuracy))
        card("Validation AUROC", FigureText.number(best?.validationAUROC))
      }
      HTML("p", ["class": "note"]) {
        keepsLast
          ? "The last epoch is kept, whatever its figures."
          : "The epoch with the least validation loss is kept, so its figures flatter the model a little. What it is worth is measured on "
            + "films that chose nothing: pulmo evaluate."
      }
    }
  }

  private func curves(_ progress: TrainingProgress) -> PageSection {
    let history = progress.history
    let marks = progress.bestEpoch.map { [ChartMark(recipe.keptEpoch == .last ? "kept" : "best", at: Double($0))] } ?? []
    func points(_ value: (EpochMetrics) -> Double?) -> [[Double]] {
      history.compactMap { metrics in value(metrics).map { [Double(metrics.epoch), $0] } }
    }
    let x = ChartAxis("Epoch", from: 1, to: Double(max(2, history.count)))
    return PageSection("curves", "Curves") {
      HTML("div", ["class": "columns charts"]) {
        Chart(
          "loss", title: "Loss",
          summary:
            "Mean loss of the steps of each epoch, and of the validation films after it. Training's counts class weights, label smoothing "
            + "and dropout, validation's does not: compare their course, not their height.",
          x: x, y: ChartAxis("Loss"),
          series: [
            ChartSeries("Training", .line, .first, points: points(\.trainLoss)),
            ChartSeries("Validation", .line, .second, points: points(\.validationLoss)),
          ], marks: marks
        ).html
        Chart(
          "accuracy", title: "Accuracy", summary: "The share of the validation films on their own side of 0.5.", x: x,
          y: ChartAxis("Accuracy", isPercent: true),
          series: [ChartSeries("Validation", .line, .second, points: points(\.validationAccuracy))], marks: marks
        ).html
        if history.contains(where: { $0.validationAUROC != nil }) {
          Chart(
            "auroc", title: "AUROC",
            summary: "The share of pairs of a pneumonia and a normal film of the validation part that are in order.", x: x,
            y: ChartAxis("AUROC"), series: [ChartSeries("Validation", .line, .second, points: points(\.validationAUROC))], marks: marks
          ).html
        }
        Chart(
          "learning-rate", title: "Learning rate", summary: "Of each epoch's last step.", x: x,
          y: ChartAxis("Learning rate", isLogarithmic: history.allSatisfy { $0.learningRate > 0 }),
          series: [ChartSeries("Learning rate", .line, .first, points: points { Double($0.learningRate) })]
        ).html
      }
    }
  }

  private func epochs(_ history: [EpochMetrics]) -> PageSection {
    PageSection("epochs", "Epochs") {
      PageTable(
        "Each epoch, the last first",
        columns: ["Epoch", "Loss", "Validation loss", "Accuracy", "AUROC", "Learning rate", "Images a second", "Seconds"],
        rows: history.reversed().map { metrics in
          [
            "\(metrics.epoch)", metrics.trainLoss.formatted(decimals: 4), metrics.validationLoss.formatted(decimals: 4),
            FigureText.percent(metrics.validationAccuracy), FigureText.number(metrics.validationAUROC), "\(metrics.learningRate)",
            metrics.imagesPerSecond.formatted(decimals: 1), metrics.seconds.formatted(decimals: 1),
          ]
        }
      ).html
      HTML("p", ["class": "note"]) { "metrics.csv holds the same with every digit, the TensorBoard file each step." }
    }
  }
}
