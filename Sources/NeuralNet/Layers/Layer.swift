/// A part of a network as plain data: it appends its nodes to a graph.
public protocol Layer: Sendable, Hashable, Codable {
  /// Appends this layer to `graph`; all shapes are known and checked here.
  func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol
}

extension Graph {
  /// Builds the graph of `layer` for one input. `input` is without the batch: `[C, H, W]` or `[C]`.
  public init(input: Shape, _ layer: some Layer) throws(ShapeError) {
    var builder = GraphBuilder(input: input)
    let output = try layer(builder.input, in: &builder)
    self = builder.finish(output)
  }
}
