/// What one epoch came to: a row of `metrics.csv`.
public struct EpochMetrics: Sendable, Hashable, Codable {
  /// From 1.
  public let epoch: Int
  /// Mean loss of the epoch's steps, class weights and label smoothing included, the L2 penalty not.
  public let trainLoss: Double
  /// Mean cross-entropy of the validation films, unweighted; a probability counts as no nearer than 1e-7 to 0 or 1, as in Keras.
  public let validationLoss: Double
  /// Share of the validation films on their own side of 0.5.
  public let validationAccuracy: Double
  /// Nil where the validation part has films of one class only.
  public let validationAUROC: Double?
  /// Of the epoch's last step.
  public let learningRate: Float
  /// Training films a second, validation and checkpoints left out.
  public let imagesPerSecond: Double
  /// Of the whole epoch.
  public let seconds: Double
}

extension EpochMetrics {
  static let csvHeader = "epoch,train_loss,val_loss,val_accuracy,val_auroc,learning_rate,images_per_second,seconds\n"

  var csvRow: String {
    let auroc = validationAUROC.map { "\($0)" } ?? ""
    return "\(epoch),\(trainLoss),\(validationLoss),\(validationAccuracy),\(auroc),\(learningRate),\(imagesPerSecond),\(seconds)\n"
  }
}
