import FoundationEssentials

/// The curves of a run on the disk: `metrics.csv` and the TensorBoard event file.
struct RunLog {
  private let metricsPath: String
  private let events: EventFile

  /// Goes on where `progress` stands: rows and events of what comes after are cut off, for they will be written again.
  init(_ run: RunDirectory, resumingAt progress: TrainingProgress?) throws(FileError) {
    metricsPath = run.metrics
    events = try EventFile(in: run.path, resumingAt: progress?.step)
    let rows = (progress?.history ?? []).map(\.csvRow).joined()
    try DurableFile.write(Data((EpochMetrics.csvHeader + rows).utf8), to: metricsPath)
  }

  func append(loss: Float, gradientNorm: Float, learningRate: Float, step: Int) throws(FileError) {
    try events.append(
      [("step/loss", Double(loss)), ("step/gradient_norm", Double(gradientNorm)), ("step/learning_rate", Double(learningRate))], step: step)
  }

  func append(_ metrics: EpochMetrics, step: Int) throws(FileError) {
    try DurableFile.append(Data(metrics.csvRow.utf8), to: metricsPath)
    var values = [
      ("loss/train", metrics.trainLoss), ("loss/val", metrics.validationLoss), ("val/accuracy", metrics.validationAccuracy),
      ("speed/images_per_second", metrics.imagesPerSecond),
    ]
    if let auroc = metrics.validationAUROC { values.append(("val/auroc", auroc)) }
    try events.append(values, step: step)
  }
}
