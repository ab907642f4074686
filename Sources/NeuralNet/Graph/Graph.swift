/// A network as data: nodes in order of computation and the parameters they use. Every shape is known and checked.
public struct Graph: Sendable, Hashable {
  public struct Node: Sendable, Hashable {
    /// The path of the scopes the node was appended in, such as `block1.conv`; unique in its graph.
    public let name: String
    public var operation: Operation
    /// Indices of the nodes whose results this one takes.
    public var inputs: [Int]
    /// Names of the parameters it uses, in the operation's order: weight, bias; scale, shift, mean, variance.
    public var parameters: [String]
    /// Shape of the result without the batch, such as `[C, H, W]` or `[C]`.
    public let shape: Shape
  }

  public internal(set) var nodes: [Node]
  public internal(set) var parameters: [ParameterSpecification]
  /// Index of the node whose result is the graph's.
  public internal(set) var output: Int

  /// The input's shape without the batch, such as `[C, H, W]`.
  public var inputShape: Shape { nodes[0].shape }
  public var outputShape: Shape { nodes[output].shape }

  /// The number of trainable scalars; batch normalisation's running statistics are not counted.
  public var parameterCount: Int { parameters.filter(\.isTrainable).reduce(0) { $0 + $1.shape.count } }
}

/// A parameter of a graph: its name, shape, and how it begins.
public struct ParameterSpecification: Sendable, Hashable {
  /// The node's scope and the parameter's own name, such as `block1.conv.weight`.
  public let name: String
  public let shape: Shape
  public let initializer: Initializer
  /// False for state that a forward pass updates, such as running statistics.
  public let isTrainable: Bool
  /// Coefficient of the penalty `l2 · Σ w²` that the loss carries for this parameter.
  public let l2: Float
}
