import NeuralNet

/// The first epochs of a training in which only some layers learn, such as a head drawn anew in front of a backbone that has learned before.
///
/// In a recipe: `unfreezing: [{layers: [_fc], epochs: 2}, {layers: [_fc, _conv_head, _bn1], epochs: 1}]`. After the last stage all layers
/// learn that `frozenLayers` leaves.
public struct UnfreezingStage: Sendable, Hashable {
  /// The layers that learn, at least one; a name covers everything below it. All others stay as they are, batch normalisation's running
  /// statistics among them.
  public var layers: [String]
  /// For how many epochs, 1 to 1,000,000.
  public var epochs: Int

  public init(layers: [String], epochs: Int) {
    self.layers = layers
    self.epochs = epochs
  }
}

extension UnfreezingStage: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case layers, epochs }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    layers = try container.decode([String].self, forKey: .layers)
    epochs = try container.decode(Int.self, forKey: .epochs)
    try container.require(!layers.isEmpty, .layers, "must name the layers that learn, such as [head]")
    try container.require((1...1_000_000).contains(epochs), .epochs, "must be 1 to 1000000, not \(epochs)")
  }
}

extension Recipe {
  /// Epochs before all layers learn.
  var unfreezingEpochs: Int { unfreezing.reduce(0) { $0 + $1.epochs } }

  /// The only layers that learn in `epoch`, which counts from 0; nil where all do that ``frozenLayers`` leaves.
  func learnedLayers(in epoch: Int) -> [String]? {
    var end = 0
    return unfreezing.first { stage in
      end += stage.epochs
      return epoch < end
    }?.layers
  }

  /// What the recipe asks of a training program in `epoch`.
  func trainingOptions(in epoch: Int) -> TrainingOptions {
    TrainingOptions(
      maximumGradientNorm: maximumGradientNorm, averageDecay: averageDecay, frozenLayers: frozenLayers,
      learnedLayers: learnedLayers(in: epoch), rateFactors: learningRateFactors, freezesStatistics: frozenStatistics)
  }
}
