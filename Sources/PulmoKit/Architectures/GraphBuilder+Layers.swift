import NeuralNet

extension GraphBuilder {
  /// Appends `layer` in the scope `name`.
  mutating func append(_ name: String, _ layer: some Layer, _ x: Symbol) throws(ShapeError) -> Symbol {
    try scoped(name) { (graph: inout GraphBuilder) throws(ShapeError) -> Symbol in try layer(x, in: &graph) }
  }

  /// Appends a convolution, batch normalisation and, where there is one, an activation.
  mutating func normalized(
    _ x: Symbol, _ convolution: some Layer, _ normalization: BatchNorm, _ activation: Activation?,
    names: (convolution: String, normalization: String)
  ) throws(ShapeError) -> Symbol {
    let y = try append(names.convolution, convolution, x)
    return try scoped(names.normalization) { (graph: inout GraphBuilder) throws(ShapeError) -> Symbol in
      let z = try normalization(y, in: &graph)
      return activation.map { graph.activation(z, $0) } ?? z
    }
  }
}
