/// In training zeroes each scalar with probability `rate` and multiplies the rest by `1 / (1 - rate)`; otherwise the identity.
///
/// Masks are keyed by the seed of the training step, so a repeated step drops the same scalars.
///
/// Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 2014.
public struct Dropout: Layer {
  /// The share of scalars dropped, `0 ..< 1`.
  public var rate: Float

  public init(rate: Float) { self.rate = rate }

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    graph.dropout(input, rate: rate)
  }
}
