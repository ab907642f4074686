internal import COneDNN

extension Compiler {
  /// The convolution of a node as Winograd's, where that is faster; the same answer in the forward and the backward pass.
  func winograd(_ node: Int, _ attributes: ConvolutionAttributes) -> Winograd? {
    Winograd(
      attributes, source: dimensions(graph.nodes[node].inputs[0]), destination: dimensions(node), threads: threads,
      reusesWeights: mode == .inference)
  }

  mutating func forwardWinograd(
    _ node: Int, _ attributes: ConvolutionAttributes, _ winograd: Winograd
  ) throws(NeuralNetError) {
    let name = graph.nodes[node].name
    let own = graph.nodes[node].parameters
    let input = graph.nodes[node].inputs[0]
    let addition = fusibleAddition(after: node)
    let activation = fusibleActivation(after: addition?.node ?? node).flatMap { $0.function.range == nil ? nil : $0 }
    let kernel = WinogradConvolution(
      winograd: winograd, operation: "convolution", hasBias: attributes.hasBias, addsResidual: addition != nil,
      range: activation?.function.range)
    let x = try reorder(value(input), to: .blocked(dimensions(input), lanes: winograd.lanes, node: name), node: name)
    let shape = [attributes.channels, dimensions(input)[1], 3, 3]
    let weight = parameter(
      own[0], plain: try .plain(shape, node: name), descriptor: try .blockedWeights(shape, lanes: winograd.lanes, node: name))
    let transformed = try transformedWeights(weight, winograd, isTransposed: false, node: name)
    let y = newBuffer(try .blocked(dimensions(node), lanes: winograd.lanes, node: name))
    var operands = [
      (DNNL_ARG_SRC, x), (DNNL_ARG_WEIGHTS_1, transformed), (DNNL_ARG_DST, y),
      (DNNL_ARG_SCRATCHPAD, try newScratch(kernel.scratchCount, node: name)), (DNNL_ARG_WEIGHTS, weight),
    ]
    if attributes.hasBias {
      let bias: MemoryDescriptor = try .plain([attributes.channels], node: name)
      operands.append((DNNL_ARG_BIAS, parameter(own[1], plain: bias, descriptor: bias)))
    }
    if let addition { operands.append((DNNL_ARG_SRC_1, try reorder(addition.other, to: y.descriptor, node: name))) }
    append(name, kernel, operands)
    finish(node, y, activation?.node)
    if let addition { finish(node, y, addition.node) }
  }

  /// The sum of two that may be done by the convolution `node`, its only user, and the other summand, where that is known by then.
  private func fusibleAddition(after node: Int) -> (node: Int, other: Value)? {
    guard mode == .inference, useCount(node) == 1 else { return nil }
    guard let user = graph.nodes.indices.first(where: { graph.nodes[$0].inputs.contains { root($0) == node } && root($0) == $0 }),
      case .add = graph.nodes[user].operation
    else { return nil }
    let others = graph.nodes[user].inputs.filter { root($0) != node }
    guard others.count == 1, let other = values[root(others[0])], other.descriptor.dimensions == dimensions(node) else { return nil }
    return (user, other)
  }

  /// The transformed weights: made before the first run and kept where the weights stay as they are, else made anew in every run.
  private mutating func transformedWeights(
    _ weight: Value, _ winograd: Winograd, isTransposed: Bool, node: String
  ) throws(NeuralNetError) -> Value {
    let kernel = WinogradWeights(winograd: winograd, isTransposed: isTransposed)
    let isKept = mode == .inference && winograd.keepsWeights
    let transformed = try newScratch(winograd.transformedCount, node: node)
    if isKept { plan.pin(transformed.buffer) }
    append(node, kernel, [(DNNL_ARG_FROM, weight), (DNNL_ARG_TO, transformed)], isPreparation: isKept)
    return transformed
  }

  mutating func backwardWinograd(
    _ node: Int, _ attributes: ConvolutionAttributes, _ gradient: Value, _ winograd: Winograd
  ) throws(NeuralNetError) {
    let name = graph.nodes[node].name
    let own = graph.nodes[node].parameters
    let input = graph.nodes[node].inputs[0]
    let source: MemoryDescriptor = try .blocked(dimensions(input), lanes: winograd.lanes, node: name)
    let dy = try reorder(gradient, to: .blocked(dimensions(node), lanes: winograd.lanes, node: name), node: name)

    if learns(node) {
      let kernel = WinogradWeightsGradient(winograd: winograd, hasBias: attributes.hasBias)
      var operands = [
        (DNNL_ARG_SRC, try reorder(value(input), to: source, node: name)), (DNNL_ARG_DIFF_DST, dy),
        (DNNL_ARG_DIFF_WEIGHTS, self.gradient(of: own[0])),
        (DNNL_ARG_SCRATCHPAD, try newScratch(kernel.scratchCount, node: name)),
      ]
      if attributes.hasBias { operands.append((DNNL_ARG_DIFF_BIAS, self.gradient(of: own[1]))) }
      append(name, kernel, operands)
    }
    if needsGradient(input) {
      let kernel = WinogradConvolution(
        winograd: winograd.transposed, operation: "convolution, backward data", hasBias: false, addsResidual: false,
        range: nil)
      let transformed = try transformedWeights(parameter(own[0]), winograd.transposed, isTransposed: true, node: name)
      let dx = newBuffer(source)
      append(
        name, kernel,
        [
          (DNNL_ARG_DIFF_DST, dy), (DNNL_ARG_WEIGHTS_1, transformed), (DNNL_ARG_DIFF_SRC, dx),
          (DNNL_ARG_SCRATCHPAD, try newScratch(kernel.scratchCount, node: name)), (DNNL_ARG_WEIGHTS, parameter(own[0])),
        ])
      try contribute(dx, to: input)
    }
  }
}
