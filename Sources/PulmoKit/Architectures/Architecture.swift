public import NeuralNet

/// The networks Pulmo knows, as recipes and artifacts name them.
public struct Architecture: Sendable, Hashable, Codable {
  // stub: a kind with its options
  /// The graph for one input, `[C, H, W]`, ending in one logit.
  public func graph(input: Shape) throws(ShapeError) -> Graph { preconditionFailure("stub") }
}
