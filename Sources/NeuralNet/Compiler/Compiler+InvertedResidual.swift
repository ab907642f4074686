internal import COneDNN

extension Compiler {
  /// Convolution, depthwise convolution, projection, each with its only user behind it.
  private struct InvertedResidualNodes {
    let convolutions: [Int]
    /// What is computed in passing: activations and the sum with the source.
    var others: [Int] = []
    var stages: [InvertedResidualFusion.Stage] = []
    var addsSource = false
  }

  /// Appends the block that begins with the convolution `node` as one kernel of ours; false where there is none, or in training.
  mutating func appendInvertedResidual(_ node: Int) throws(NeuralNetError) -> Bool {
    let input = graph.nodes[node].inputs[0]
    guard let nodes = invertedResidual(at: node),
      let block = InvertedResidualFusion(
        nodes.stages[0], nodes.stages[1], nodes.stages[2], source: dimensions(input), addsSource: nodes.addsSource, threads: threads),
      // Pictures are planes where they enter; everywhere else a layout by planes would have to be made.
      !block.readsPlanes || root(input) == 0
    else { return false }
    let name = graph.nodes[node].name
    let shape = dimensions(input)
    let source: MemoryDescriptor = block.readsPlanes ? try .plain(shape, node: name) : try .channelsLast(shape, node: name)
    let x = try reorder(value(input), to: source, node: name)
    let prepared = try preparedWeights(nodes, block)
    let kernel = InvertedResidualForward(block: block)
    let last = nodes.convolutions[2]
    let y = newBuffer(try .channelsLast(dimensions(last), node: name))
    append(
      name, kernel,
      [
        (DNNL_ARG_SRC, x), (DNNL_ARG_WEIGHTS_1, prepared), (DNNL_ARG_DST, y),
        (DNNL_ARG_SCRATCHPAD, try newScratch(kernel.scratchCount, node: name)),
      ])
    for done in nodes.convolutions + nodes.others {
      values[done] = y
      if done != node { fused.insert(done) }
    }
    return true
  }

  private func invertedResidual(at node: Int) -> InvertedResidualNodes? {
    guard mode == .inference, let depthwise = nextConvolution(after: node), let projection = nextConvolution(after: depthwise.node),
      let first = stage(node, depthwise.activation), let second = stage(depthwise.node, projection.activation),
      let third = stage(projection.node, nil)
    else { return nil }
    var nodes = InvertedResidualNodes(convolutions: [node, depthwise.node, projection.node], stages: [first, second, third])
    nodes.others = [depthwise.activation, projection.activation].compactMap { $0 }
    let input = root(graph.nodes[node].inputs[0])
    // Flattening is looked through, so the sum may be of other shapes than the pictures'.
    if dimensions(input) == dimensions(projection.node), let user = onlyUser(of: projection.node),
      graph.nodes[user].operation == .add, graph.nodes[user].inputs.count == 2,
      graph.nodes[user].inputs.contains(where: { root($0) == input })
    {
      nodes.addsSource = true
      nodes.others.append(user)
    }
    return nodes
  }

  /// The convolution that alone uses the result of `node`, through an activation or not.
  private func nextConvolution(after node: Int) -> (node: Int, activation: Int?)? {
    guard let user = onlyUser(of: node) else { return nil }
    if case .convolution = graph.nodes[user].operation { return (user, nil) }
    guard case .activation = graph.nodes[user].operation, let next = onlyUser(of: user),
      case .convolution = graph.nodes[next].operation
    else { return nil }
    return (next, user)
  }

  /// The convolution `node` with the activation behind it; nil where that does not clamp.
  private func stage(_ node: Int, _ activation: Int?) -> InvertedResidualFusion.Stage? {
    guard case .convolution(let attributes) = graph.nodes[node].operation else { return nil }
    var range: ClosedRange<Float>?
    if let activation {
      guard case .activation(let function) = graph.nodes[activation].operation, function.range != nil else { return nil }
      range = function.range
    }
    return InvertedResidualFusion.Stage(attributes: attributes, range: range, result: dimensions(node))
  }

  /// The weights and biases as the kernel reads them, laid out once.
  private mutating func preparedWeights(
    _ nodes: InvertedResidualNodes, _ block: InvertedResidualFusion
  ) throws(NeuralNetError) -> Value {
    let name = graph.nodes[nodes.convolutions[0]].name
    var operands: [(argument: Int32, value: Value)] = []
    for own in nodes.convolutions.flatMap({ graph.nodes[$0].parameters }) {
      let layout: MemoryDescriptor = try .plain(graph.parameters[index(of: own)].shape.dimensions, node: name)
      operands.append((DNNL_ARG_MULTIPLE_SRC + Int32(operands.count), parameter(own, plain: layout, descriptor: layout)))
    }
    let prepared = try newScratch(block.weightsCount, node: name)
    plan.pin(prepared.buffer)
    append(name, InvertedResidualWeights(block: block), operands + [(DNNL_ARG_TO, prepared)], isPreparation: true)
    return prepared
  }
}
