internal import COneDNN

extension Compiler {
  /// Whether a node normalises by its running statistics rather than the batch's.
  private func usesRunningStatistics(_ attributes: BatchNormalizationAttributes) -> Bool {
    mode != .training || attributes.isFrozen
  }

  private func flags(_ attributes: BatchNormalizationAttributes) -> UInt32 {
    let affine = dnnl_use_scale.rawValue | dnnl_use_shift.rawValue
    return usesRunningStatistics(attributes) ? affine | dnnl_use_global_stats.rawValue : affine
  }

  mutating func forwardBatchNormalization(_ node: Int, _ attributes: BatchNormalizationAttributes) throws(NeuralNetError) {
    let name = graph.nodes[node].name
    let engine = oneDNN.engine
    let own = graph.nodes[node].parameters
    let x = value(graph.nodes[node].inputs[0])
    if !usesRunningStatistics(attributes), let lanes = try x.descriptor.lanes(node: name) {
      return try forwardNormalizationGroup(normalizationGroup(of: node), attributes, lanes: lanes)
    }
    let kind = mode == .inference ? dnnl_forward_inference : dnnl_forward_training
    let flags = flags(attributes)
    let descriptor = try PrimitiveDescriptor("batch normalisation", node: name) { descriptor, primitive in
      dnnl_batch_normalization_forward_primitive_desc_create(
        &descriptor, engine, kind, x.descriptor.handle, x.descriptor.handle, attributes.epsilon, flags, primitive)
    }
    let layout: MemoryDescriptor = try .plain([graph.nodes[node].shape[0]], node: name)
    let parameters = own.map { parameter($0, plain: layout, descriptor: layout) }
    let y = newBuffer(try descriptor.destination)
    var operands = [
      (DNNL_ARG_SRC, x), (DNNL_ARG_SCALE, parameters[0]), (DNNL_ARG_SHIFT, parameters[1]), (DNNL_ARG_DST, y),
    ]
    if usesRunningStatistics(attributes) {
      statistics[node] = (parameters[2], parameters[3])
      operands += [(DNNL_ARG_MEAN, parameters[2]), (DNNL_ARG_VARIANCE, parameters[3])]
      try append(descriptor, operands)
    } else {
      let mean = newBuffer(layout)
      let variance = newBuffer(layout)
      statistics[node] = (mean, variance)
      operands += [(DNNL_ARG_MEAN, mean), (DNNL_ARG_VARIANCE, variance)]
      try append(descriptor, operands)
      let size = dimensions(node)
      let update = RunningStatisticsKernel(
        momentum: attributes.momentum, channels: size[1], sampleCount: size[0] * size[2] * size[3])
      append(
        name, update,
        [(DNNL_ARG_MEAN, mean), (DNNL_ARG_VARIANCE, variance), (DNNL_ARG_SRC_1, parameters[2]), (DNNL_ARG_SRC_2, parameters[3])])
    }
    forwardDescriptors[node] = descriptor
    values[node] = y
  }

  mutating func backwardBatchNormalization(
    _ node: Int, _ attributes: BatchNormalizationAttributes, _ gradient: Value
  ) throws(NeuralNetError) {
    let name = graph.nodes[node].name
    let engine = oneDNN.engine
    let own = graph.nodes[node].parameters
    let x = value(graph.nodes[node].inputs[0])
    let dy = try reorder(gradient, to: x.descriptor, node: name)
    let hint = forwardDescriptors[node]?.handle
    let flags = flags(attributes)
    // The whole backward pass even where nothing is learned: oneDNN 3.2 refuses to run a `backward_data` that has a scale.
    let kind = dnnl_backward
    let descriptor = try PrimitiveDescriptor("batch normalisation, backward", node: name) { descriptor, primitive in
      dnnl_batch_normalization_backward_primitive_desc_create(
        &descriptor, engine, kind, x.descriptor.handle, x.descriptor.handle, x.descriptor.handle, attributes.epsilon, flags, hint,
        primitive)
    }
    guard let (mean, variance) = statistics[node] else { preconditionFailure("\(name) has no statistics from its forward pass") }
    let dx = newBuffer(x.descriptor)
    var operands = [
      (DNNL_ARG_SRC, x), (DNNL_ARG_MEAN, mean), (DNNL_ARG_VARIANCE, variance), (DNNL_ARG_SCALE, parameter(own[0])),
      (DNNL_ARG_DIFF_DST, dy), (DNNL_ARG_DIFF_SRC, dx),
    ]
    if learns(node) {
      operands += [(DNNL_ARG_DIFF_SCALE, self.gradient(of: own[0])), (DNNL_ARG_DIFF_SHIFT, self.gradient(of: own[1]))]
    } else {
      let unused = try descriptor.weightsGradient
      operands += [(DNNL_ARG_DIFF_SCALE, newBuffer(unused)), (DNNL_ARG_DIFF_SHIFT, newBuffer(unused))]
    }
    try append(descriptor, operands)
    if needsGradient(graph.nodes[node].inputs[0]) { try contribute(dx, to: graph.nodes[node].inputs[0]) }
  }
}
