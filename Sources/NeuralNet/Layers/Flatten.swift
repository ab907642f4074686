/// A picture as a row of features: `[C, H, W]` to `[C·H·W]`, channel by channel, row by row.
///
/// Keras flattens `[H, W, C]`: the weights of a dense layer behind it are in another order there.
public struct Flatten: Layer {
  public init() {}

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol { graph.flatten(input) }
}
