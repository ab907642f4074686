public import NeuralNet

/// Project 2's deep network: three blocks of convolution 3×3 (32, 64, 128 channels), ReLU and pooling, then dense 128 and 64, and a logit.
///
/// At 128 × 128 pixels it has 3,312,385 parameters with one channel, 3,312,961 with three. Its layers are `conv1`, `conv2`, `conv3`,
/// `dense1`, `dense2` and `head`. With dropout 0.3 and 0.1 it is the project's dropout network.
public struct DeepCNN: Layer {
  /// Dropout after each pooling, `0 ..< 1`.
  public var dropoutAfterPool: Float
  /// Dropout after each hidden dense layer, `0 ..< 1`.
  public var dropoutAfterDense: Float

  public init(dropoutAfterPool: Float = 0, dropoutAfterDense: Float = 0) {
    precondition((0..<1).contains(dropoutAfterPool), "dropout \(dropoutAfterPool) is outside 0 ..< 1")
    precondition((0..<1).contains(dropoutAfterDense), "dropout \(dropoutAfterDense) is outside 0 ..< 1")
    self.dropoutAfterPool = dropoutAfterPool
    self.dropoutAfterDense = dropoutAfterDense
  }

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    var x = input
    for (index, channels) in [32, 64, 128].enumerated() {
      x = try graph.convolutionBlock(x, "conv\(index + 1)", channels: channels, dropout: dropoutAfterPool)
    }
    x = try Flatten()(x, in: &graph)
    for (index, units) in [128, 64].enumerated() {
      x = try graph.denseBlock(x, "dense\(index + 1)", units: units, dropout: dropoutAfterDense)
    }
    return try graph.logit(x)
  }
}

extension DeepCNN {
  enum CodingKeys: String, CodingKey, CaseIterable { case dropoutAfterPool, dropoutAfterDense }

  /// Keys left out take their defaults; unknown keys and values out of range are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init()
    try container.read(.dropoutAfterPool, into: &dropoutAfterPool)
    try container.read(.dropoutAfterDense, into: &dropoutAfterDense)
    try container.require((0..<1).contains(dropoutAfterPool), .dropoutAfterPool, "must be in 0 ..< 1, not \(dropoutAfterPool)")
    try container.require((0..<1).contains(dropoutAfterDense), .dropoutAfterDense, "must be in 0 ..< 1, not \(dropoutAfterDense)")
  }
}
