/// A batch normalisation and the nodes behind it that a kernel of ours does in the same passes over memory.
struct NormalizationGroup {
  let norm: Int
  /// The other branch of a sum behind the normalisation.
  var residual: Int?
  /// ReLU or ReLU6, behind the normalisation or the sum.
  var activation: Activation?
  /// All of its nodes, in order.
  var nodes: [Int]
}

extension Compiler {
  /// The group that begins with the normalisation `norm`: each further node is the only user of the one before.
  func normalizationGroup(of norm: Int) -> NormalizationGroup {
    var group = NormalizationGroup(norm: norm, nodes: [norm])
    if let add = onlyUser(of: norm), graph.nodes[add].operation == .add, graph.nodes[add].inputs.count == 2,
      // The branch computed first waits for the other: it is there already when the second is normalised.
      let other = graph.nodes[add].inputs.first(where: { root($0) != norm }), values[root(other)] != nil
    {
      group.residual = root(other)
      group.nodes.append(add)
    }
    if let user = onlyUser(of: group.nodes[group.nodes.count - 1]), case .activation(let function) = graph.nodes[user].operation,
      function == .relu || function == .relu6
    {
      group.activation = function
      group.nodes.append(user)
    }
    return group
  }

  /// The node that alone uses the value of `node`.
  func onlyUser(of node: Int) -> Int? {
    guard useCount(node) == 1 else { return nil }
    return graph.nodes.indices.first { user in root(user) == user && graph.nodes[user].inputs.contains { root($0) == node } }
  }
}
