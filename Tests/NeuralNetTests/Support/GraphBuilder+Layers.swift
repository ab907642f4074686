@testable import NeuralNet

extension GraphBuilder {
  /// Appends `layer` in a scope of its own.
  mutating func append(_ name: String, _ layer: some Layer, _ x: Symbol) throws(ShapeError) -> Symbol {
    try scoped(name) { (graph) throws(ShapeError) in try layer(x, in: &graph) }
  }
}

extension Graph {
  /// A graph from a closure, so that a test needs no layer type of its own.
  init(input: Shape, _ build: (inout GraphBuilder, Symbol) throws(ShapeError) -> Symbol) throws(ShapeError) {
    var builder = GraphBuilder(input: input)
    let output = try build(&builder, builder.input)
    self = builder.finish(output)
  }
}
