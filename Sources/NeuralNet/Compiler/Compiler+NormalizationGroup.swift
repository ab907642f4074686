internal import COneDNN

extension Compiler {
  /// Appends a batch normalisation and what is behind it as one kernel of ours.
  mutating func forwardNormalizationGroup(
    _ group: NormalizationGroup, _ attributes: BatchNormalizationAttributes, lanes: Int
  ) throws(NeuralNetError) {
    let name = graph.nodes[group.norm].name
    let own = graph.nodes[group.norm].parameters
    let x = value(graph.nodes[group.norm].inputs[0])
    let layout: MemoryDescriptor = try .plain([x.descriptor.dimensions[1]], node: name)
    let parameters = own.map { parameter($0, plain: layout, descriptor: layout) }
    let (mean, variance) = (newBuffer(layout), newBuffer(layout))
    statistics[group.norm] = (mean, variance)
    let shape = NormalizationShape(
      x.descriptor.dimensions, lanes: lanes, activation: group.activation, epsilon: attributes.epsilon)
    let y = newBuffer(x.descriptor)
    var operands = [
      (DNNL_ARG_SRC, x), (DNNL_ARG_SCALE, parameters[0]), (DNNL_ARG_SHIFT, parameters[1]), (DNNL_ARG_MEAN, mean),
      (DNNL_ARG_VARIANCE, variance), (DNNL_ARG_SRC_1, parameters[2]), (DNNL_ARG_SRC_2, parameters[3]), (DNNL_ARG_DST, y),
      (DNNL_ARG_SCRATCHPAD, try newScratch(shape.scratchCount, node: name)),
    ]
    if let residual = group.residual {
      operands.append((DNNL_ARG_MULTIPLE_SRC, try reorder(value(residual), to: x.descriptor, node: name)))
    }
    append(name, NormalizationForward(shape: shape, momentum: attributes.momentum, hasResidual: group.residual != nil), operands)
    for node in group.nodes {
      values[node] = y
      if node != group.norm { fused.insert(node) }
    }
    normalizationShapes[group.norm] = shape
    normalizationGroups[group.nodes[group.nodes.count - 1]] = group
  }

  mutating func backwardNormalizationGroup(_ group: NormalizationGroup) throws(NeuralNetError) {
    let last = group.nodes[group.nodes.count - 1]
    guard let arrived = contributions[last], let (mean, variance) = statistics[group.norm], let shape = normalizationShapes[group.norm]
    else { return }
    let name = graph.nodes[group.norm].name
    let own = graph.nodes[group.norm].parameters
    let input = graph.nodes[group.norm].inputs[0]
    let x = value(input)
    // The kernel adds up two gradients on the way; more are added up before.
    var gradients: [Value] = []
    if arrived.count == 2 { gradients = arrived } else if let sum = try gradient(at: last) { gradients = [sum] }
    let owned = gradients.map { mayOverwriteGradient($0, of: last) }
    gradients = try gradients.map { gradient throws(NeuralNetError) in try reorder(gradient, to: x.descriptor, node: name) }

    var operands = [
      (DNNL_ARG_SRC, x), (DNNL_ARG_SCALE, parameter(own[0])), (DNNL_ARG_SHIFT, parameter(own[1])), (DNNL_ARG_MEAN, mean),
      (DNNL_ARG_VARIANCE, variance), (DNNL_ARG_DIFF_DST, gradients[0]),
    ]
    if learns(group.norm) {
      operands += [(DNNL_ARG_DIFF_SCALE, self.gradient(of: own[0])), (DNNL_ARG_DIFF_SHIFT, self.gradient(of: own[1]))]
    } else {
      operands += [(DNNL_ARG_DIFF_SCALE, newBuffer(mean.descriptor)), (DNNL_ARG_DIFF_SHIFT, newBuffer(mean.descriptor))]
    }
    operands.append((DNNL_ARG_SCRATCHPAD, try newScratch(shape.scratchCount, node: name)))
    if gradients.count > 1 { operands.append((DNNL_ARG_DIFF_DST_1, gradients[1])) }
    if let residual = group.residual {
      let place = owned.firstIndex(of: true).map { gradients[$0].buffer }
      let dr = place.map { newValue($0, x.descriptor) } ?? newBuffer(x.descriptor)
      operands += [(DNNL_ARG_DST, value(last)), (DNNL_ARG_DIFF_SRC_1, dr)]
      if needsGradient(residual) { try contribute(dr, to: residual) }
    }
    let flows = needsGradient(input)
    if flows {
      // Nobody else needs the result of a convolution, not even its own backward pass: the gradient takes its place.
      var isSpent = false
      if case .convolution = graph.nodes[root(input)].operation { isSpent = useCount(root(input)) == 1 }
      let dx = isSpent ? newValue(x.buffer, x.descriptor) : newBuffer(x.descriptor)
      operands.append((DNNL_ARG_DIFF_SRC, dx))
      try contribute(dx, to: input)
    }
    append(
      name,
      NormalizationBackward(
        shape: shape, hasOtherGradient: gradients.count > 1, hasResidual: group.residual != nil, hasSourceGradient: flows), operands)
  }

  /// Whether the gradient of `node` is in memory of its own that nothing reads any more once `node` has used it.
  private func mayOverwriteGradient(_ gradient: Value, of node: Int) -> Bool {
    gradientUseCounts[gradient.buffer, default: 0] <= 1 && plan.buffers[gradient.buffer].home == .arena
      && !graph.nodes.indices.contains { root($0) == node && taps.contains(graph.nodes[$0].name) }
  }
}
