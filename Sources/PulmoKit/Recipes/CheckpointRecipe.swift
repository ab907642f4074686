import NeuralNet

/// How often a training is saved besides at the end of each epoch: what a crash may cost.
public struct CheckpointRecipe: Sendable, Hashable {
  /// Steps between checkpoints, at least 1; nil counts none.
  public var everySteps: Int?
  /// Seconds between checkpoints, above 0 and at most 1e9; a minute by default.
  public var everySeconds: Double?

  public init(everySteps: Int? = nil, everySeconds: Double? = 60) {
    self.everySteps = everySteps
    self.everySeconds = everySeconds
  }
}

extension CheckpointRecipe: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case everySteps, everySeconds }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init()
    try container.read(.everySteps, into: &everySteps)
    try container.read(.everySeconds, into: &everySeconds)
    if let everySteps { try container.require(everySteps >= 1, .everySteps, "must be at least 1, not \(everySteps)") }
    if let everySeconds {
      try container.require(everySeconds > 0 && everySeconds <= 1e9, .everySeconds, "must be positive and at most 1e9, not \(everySeconds)")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(everySteps, forKey: .everySteps)
    try container.encode(everySeconds, forKey: .everySeconds)
  }
}
