/// Appends nodes to a graph and checks every shape as it goes.
public struct GraphBuilder: ~Copyable {
  // stub
  /// Enters a scope: names inside begin with `name`.
  public mutating func scoped<R>(_ name: String, _ body: (inout GraphBuilder) throws(ShapeError) -> R) throws(ShapeError) -> R {
    preconditionFailure("stub")
  }
}

/// The result of a node while a graph is built. `shape` is without the batch.
public struct Symbol: Hashable, Sendable {
  let node: Int
  public let shape: Shape
}

/// How a parameter begins.
public enum Initializer: String, Hashable, Sendable, Codable {
  case zeros, ones, heNormal, glorotUniform
}
