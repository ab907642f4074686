import NeuralNet

/// When a training has stopped getting better: no new best validation loss for `patience` epochs in which all layers learned.
public struct EarlyStopping: Sendable, Hashable {
  /// Epochs without a new best before the training stops, at least 1; 10 as in project 2's networks.
  public var patience: Int
  /// How much lower than the best a loss must be to count as a new best, not negative.
  public var minimumDelta: Double

  public init(patience: Int = 10, minimumDelta: Double = 0) {
    self.patience = patience
    self.minimumDelta = minimumDelta
  }
}

extension EarlyStopping: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case patience, minimumDelta }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init()
    try container.read(.patience, into: &patience)
    try container.read(.minimumDelta, into: &minimumDelta)
    try container.require(patience >= 1, .patience, "must be at least 1, not \(patience)")
    try container.require(minimumDelta >= 0 && minimumDelta.isFinite, .minimumDelta, "must not be negative: \(minimumDelta)")
  }
}
