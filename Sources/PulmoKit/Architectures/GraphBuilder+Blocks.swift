import NeuralNet

/// The blocks the projects' networks are made of, weights drawn as Keras draws them: Glorot uniform, zero biases.
extension GraphBuilder {
  /// Convolution 3×3 without padding, ReLU, 2×2 maximum pooling, dropout.
  mutating func convolutionBlock(_ x: Symbol, _ name: String, channels: Int, dropout: Float) throws(ShapeError) -> Symbol {
    try scoped(name) { (graph: inout GraphBuilder) throws(ShapeError) -> Symbol in
      var y = try Conv2D(channels: channels, kernel: 3, initializer: .glorotUniform)(x, in: &graph)
      y = try Activation.relu(y, in: &graph)
      y = try MaxPool2D(kernel: 2)(y, in: &graph)
      return dropout > 0 ? try Dropout(rate: dropout)(y, in: &graph) : y
    }
  }

  /// Dense, ReLU, dropout.
  mutating func denseBlock(_ x: Symbol, _ name: String, units: Int, dropout: Float, l2: Float = 0) throws(ShapeError) -> Symbol {
    try scoped(name) { (graph: inout GraphBuilder) throws(ShapeError) -> Symbol in
      var y = try Dense(units: units, initializer: .glorotUniform, l2: l2)(x, in: &graph)
      y = try Activation.relu(y, in: &graph)
      return dropout > 0 ? try Dropout(rate: dropout)(y, in: &graph) : y
    }
  }

  /// The layer `head`: one logit.
  mutating func logit(_ x: Symbol) throws(ShapeError) -> Symbol {
    try scoped("head") { (graph: inout GraphBuilder) throws(ShapeError) -> Symbol in
      try Dense(units: 1, initializer: .glorotUniform)(x, in: &graph)
    }
  }
}
