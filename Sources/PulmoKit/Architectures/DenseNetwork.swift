public import NeuralNet

/// Dense layers with ReLU on the flattened pixels, and a logit: project 2's `10` and `256, 128, 64, 32, 10`.
///
/// Its layers are `dense1`, `dense2`, … and `head`. The head carries neither dropout nor L2.
public struct DenseNetwork: Layer {
  /// Units of each hidden layer, from the pixels on; none makes a logistic regression.
  public var units: [Int]
  /// Dropout after each hidden layer, `0 ..< 1`.
  public var dropout: Float
  /// Coefficient of the penalty `l2 · Σ w²` on each hidden layer's weights, not negative; Keras's `kernel_regularizer=l2(…)`.
  public var l2: Float

  public init(units: [Int] = [10], dropout: Float = 0, l2: Float = 0) {
    precondition(units.allSatisfy { $0 >= 1 }, "a layer has at least one unit: \(units)")
    precondition((0..<1).contains(dropout), "dropout \(dropout) is outside 0 ..< 1")
    precondition(l2 >= 0, "the L2 coefficient \(l2) is negative")
    self.units = units
    self.dropout = dropout
    self.l2 = l2
  }

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    var x = try Flatten()(input, in: &graph)
    for (index, units) in units.enumerated() {
      x = try graph.denseBlock(x, "dense\(index + 1)", units: units, dropout: dropout, l2: l2)
    }
    return try graph.logit(x)
  }
}

extension DenseNetwork {
  enum CodingKeys: String, CodingKey, CaseIterable { case units, dropout, l2 }

  /// Keys left out take their defaults; unknown keys and values out of range are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init()
    try container.read(.units, into: &units)
    try container.read(.dropout, into: &dropout)
    try container.read(.l2, into: &l2)
    try container.require(units.allSatisfy { (1...1_000_000).contains($0) }, .units, "must each be 1 to 1000000: \(units)")
    try container.require((0..<1).contains(dropout), .dropout, "must be in 0 ..< 1, not \(dropout)")
    try container.require(l2 >= 0 && l2.isFinite, .l2, "must not be negative: \(l2)")
  }
}
