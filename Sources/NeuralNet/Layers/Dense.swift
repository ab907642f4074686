/// A fully connected layer: `[features]` to `[units]`, `y = weight · x + bias`.
///
/// Parameters: `weight` `[units, features]`, `bias` `[units]`, zero at first. Pictures must go through ``Flatten`` first.
public struct Dense: Layer {
  /// Scalars of the result.
  public var units: Int
  /// Whether a bias is added.
  public var hasBias: Bool
  /// How the weight begins; He's normal by default, made for the rectifier that follows a hidden layer.
  public var initializer: Initializer
  /// Coefficient of the penalty `l2 · Σ weight²` on the loss; none by default. The bias carries none.
  public var l2: Float

  public init(units: Int, hasBias: Bool = true, initializer: Initializer = .heNormal, l2: Float = 0) {
    self.units = units
    self.hasBias = hasBias
    self.initializer = initializer
    self.l2 = l2
  }

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    try graph.dense(input, units: units, hasBias: hasBias, initializer: initializer, l2: l2)
  }
}
