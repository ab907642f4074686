/// The values of a graph's parameters, in plain layouts: `[out, in, kh, kw]`, `[out, in]`, `[C]`.
public struct Parameters: Sendable, Hashable {
  public var tensors: [String: Tensor]

  public init(tensors: [String: Tensor]) { self.tensors = tensors }

  /// Draws every parameter of `graph` by its initializer, in the graph's order.
  public static func initialized(for graph: Graph, using generator: inout SplitMix64) -> Parameters {
    preconditionFailure("stub")
  }
}
