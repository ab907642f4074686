public import NeuralNet

/// Project 2's baseline: convolution 3×3 with 8 channels, ReLU, pooling, dense 8, and a logit.
///
/// Its layers are `conv1`, `dense1` and `head`.
public struct SmallCNN: Layer {
  public init() {}

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    var x = try graph.convolutionBlock(input, "conv1", channels: 8, dropout: 0)
    x = try Flatten()(x, in: &graph)
    x = try graph.denseBlock(x, "dense1", units: 8, dropout: 0)
    return try graph.logit(x)
  }
}

extension SmallCNN {
  enum CodingKeys: CodingKey, CaseIterable {}

  /// It has no options: any key is refused.
  public init(from decoder: any Decoder) throws {
    _ = try decoder.strictContainer(keyedBy: CodingKeys.self)
  }

  public func encode(to encoder: any Encoder) throws {
    _ = encoder.container(keyedBy: CodingKeys.self)
  }
}
