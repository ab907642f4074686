/// An activation is a layer as it stands: `Activation.relu(x, in: &graph)`. The shape stays.
extension Activation: Layer {
  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    graph.activation(input, self)
  }
}
