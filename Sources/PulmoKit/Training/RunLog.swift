import FoundationEssentials

/// The curves of a run on the disk: `metrics.csv`, the TensorBoard event file, and both as a page.
struct RunLog {
  private let metricsPath: String
  private let events: EventFile
  private let page: RunPage

  /// Goes on where `progress` stands: rows and events of what comes after are cut off, for they will be written again.
  init(_ run: RunDirectory, _ recipe: Recipe, resumingAt progress: TrainingProgress?) throws(FileError) {
    metricsPath = run.metrics
    events = try EventFile(in: run.path, resumingAt: progress?.step)
    let rows = (progress?.history ?? []).map(\.csvRow).joined()
    try DurableFile.write(Data((EpochMetrics.csvHeader + rows).utf8), to: metricsPath)
    page = RunPage(run: run, recipe: recipe)
    try page.write(progress ?? TrainingProgress(), .training)
  }

  func append(loss: Float, gradientNorm: Float, learningRate: Float, step: Int) throws(FileError) {
    try events.append(
      [("step/loss", Double(loss)), ("step/gradient_norm", Double(gradientNorm)), ("step/learning_rate", Double(learningRate))], step: step)
  }

  /// Takes in the last epoch of `progress`.
  func append(_ metrics: EpochMetrics, _ progress: TrainingProgress) throws(FileError) {
    try DurableFile.append(Data(metrics.csvRow.utf8), to: metricsPath)
    var values = [
      ("loss/train", metrics.trainLoss), ("loss/val", metrics.validationLoss), ("val/accuracy", metrics.validationAccuracy),
      ("speed/images_per_second", metrics.imagesPerSecond),
    ]
    if let auroc = metrics.validationAUROC { values.append(("val/auroc", auroc)) }
    try events.append(values, step: progress.step)
    try page.write(progress, .training)
  }

  /// The training has come to its end, or to a stop: the page no longer waits for more.
  func close(_ progress: TrainingProgress, _ state: RunPage.State) throws(FileError) { try page.write(progress, state) }
}
