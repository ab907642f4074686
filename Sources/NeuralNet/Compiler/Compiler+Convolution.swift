internal import COneDNN

extension Compiler {
  /// A convolution's numbers as oneDNN takes them.
  private struct Geometry {
    let source: [Int], weights: [Int], destination: [Int]
    let strides: [Int64], dilations: [Int64]
    /// Zeros before and after rows and columns.
    let leading: [Int64], trailing: [Int64]
  }

  private func geometry(_ node: Int, _ a: ConvolutionAttributes) -> Geometry {
    let source = dimensions(graph.nodes[node].inputs[0])
    let inChannels = source[1] / a.groups
    return Geometry(
      source: source,
      weights: a.groups == 1
        ? [a.channels, inChannels, a.kernel, a.kernel]
        : [a.groups, a.channels / a.groups, inChannels, a.kernel, a.kernel],
      destination: dimensions(node),
      strides: [Int64](repeating: Int64(a.stride), count: 2),
      // oneDNN counts the taps left out between two taps: 0 is a plain convolution.
      dilations: [Int64](repeating: Int64(a.dilation - 1), count: 2),
      leading: [Int64(a.padding.top), Int64(a.padding.left)], trailing: [Int64(a.padding.bottom), Int64(a.padding.right)])
  }

  mutating func forwardConvolution(_ node: Int, _ attributes: ConvolutionAttributes) throws(NeuralNetError) {
    if try appendInvertedResidual(node) { return }
    if let winograd = winograd(node, attributes) { return try forwardWinograd(node, attributes, winograd) }
    let name = graph.nodes[node].name
    let engine = oneDNN.engine
    let g = geometry(node, attributes)
    let source: MemoryDescriptor = try .any(g.source, node: name)
    let weights: MemoryDescriptor = try .any(g.weights, node: name)
    let bias: MemoryDescriptor? = attributes.hasBias ? try .plain([attributes.channels], node: name) : nil
    let destination: MemoryDescriptor = try .any(g.destination, node: name)
    let kind = mode == .training ? dnnl_forward_training : dnnl_forward_inference
    let activation = fusibleActivation(after: node)
    let descriptor = try PrimitiveDescriptor("convolution", node: name, activation: activation?.function) { descriptor, primitive in
      dnnl_convolution_forward_primitive_desc_create(
        &descriptor, engine, kind, dnnl_convolution_direct, source.handle, weights.handle, bias?.handle, destination.handle,
        g.strides, g.dilations, g.leading, g.trailing, primitive)
    }
    let own = graph.nodes[node].parameters
    let x = try reorder(value(graph.nodes[node].inputs[0]), to: descriptor.source, node: name)
    let weight = parameter(own[0], plain: try .plain(g.weights, node: name), descriptor: try descriptor.weights)
    var operands = [(DNNL_ARG_SRC, x), (DNNL_ARG_WEIGHTS, weight)]
    if let bias { operands.append((DNNL_ARG_BIAS, parameter(own[1], plain: bias, descriptor: bias))) }
    let y = newBuffer(try descriptor.destination)
    try append(descriptor, operands + [(DNNL_ARG_DST, y)])
    forwardDescriptors[node] = descriptor
    finish(node, y, activation?.node)
  }

  /// Records the result of a step and, where it did the activation too, of the activation.
  mutating func finish(_ node: Int, _ result: Value, _ activation: Int?) {
    values[node] = result
    if let activation {
      fused.insert(activation)
      values[activation] = result
    }
  }

  mutating func backwardConvolution(_ node: Int, _ attributes: ConvolutionAttributes, _ gradient: Value) throws(NeuralNetError) {
    if let winograd = winograd(node, attributes) { return try backwardWinograd(node, attributes, gradient, winograd) }
    let name = graph.nodes[node].name
    let engine = oneDNN.engine
    let g = geometry(node, attributes)
    let input = graph.nodes[node].inputs[0]
    let own = graph.nodes[node].parameters
    let hint = forwardDescriptors[node]?.handle
    let source: MemoryDescriptor = try .any(g.source, node: name)
    let weights: MemoryDescriptor = try .any(g.weights, node: name)
    let destination: MemoryDescriptor = try .any(g.destination, node: name)

    if learns(node), try !appendDepthwiseWeightsGradient(node, attributes, gradient) {
      let bias: MemoryDescriptor? = attributes.hasBias ? try .plain([attributes.channels], node: name) : nil
      let descriptor = try PrimitiveDescriptor("convolution, backward weights", node: name) { descriptor, primitive in
        dnnl_convolution_backward_weights_primitive_desc_create(
          &descriptor, engine, dnnl_convolution_direct, source.handle, weights.handle, bias?.handle, destination.handle,
          g.strides, g.dilations, g.leading, g.trailing, hint, primitive)
      }
      let x = try reorder(value(input), to: descriptor.source, node: name)
      let dy = try reorder(gradient, to: descriptor.destinationGradient, node: name)
      try appendWeightsGradient(descriptor, x, dy, own)
    }
    if needsGradient(input) {
      let descriptor = try PrimitiveDescriptor("convolution, backward data", node: name) { descriptor, primitive in
        dnnl_convolution_backward_data_primitive_desc_create(
          &descriptor, engine, dnnl_convolution_direct, source.handle, weights.handle, destination.handle,
          g.strides, g.dilations, g.leading, g.trailing, hint, primitive)
      }
      try contribute(try appendDataGradient(descriptor, gradient, weight: own[0]), to: input)
    }
  }

  /// Appends a backward-weights primitive that writes into the flat gradient buffer, through a reorder where layouts disagree.
  mutating func appendWeightsGradient(
    _ descriptor: PrimitiveDescriptor, _ x: Value, _ dy: Value, _ own: [String]
  ) throws(NeuralNetError) {
    let flat = gradient(of: own[0])
    let layout = try descriptor.weightsGradient
    let direct = layout.matches(flat.descriptor)
    let dw = direct ? flat : newBuffer(layout)
    var operands = [(DNNL_ARG_SRC, x), (DNNL_ARG_DIFF_DST, dy), (DNNL_ARG_DIFF_WEIGHTS, dw)]
    if own.count > 1 { operands.append((DNNL_ARG_DIFF_BIAS, gradient(of: own[1]))) }
    try append(descriptor, operands)
    if !direct { try appendReorder(dw, to: flat, node: descriptor.node) }
  }

  /// Appends a backward-data primitive and returns the gradient of its source.
  mutating func appendDataGradient(
    _ descriptor: PrimitiveDescriptor, _ gradient: Value, weight: String
  ) throws(NeuralNetError) -> Value {
    let dy = try reorder(gradient, to: descriptor.destinationGradient, node: descriptor.node)
    let w = try reorder(parameter(weight), to: descriptor.weights, node: descriptor.node)
    let dx = newBuffer(try descriptor.sourceGradient)
    try append(descriptor, [(DNNL_ARG_DIFF_DST, dy), (DNNL_ARG_WEIGHTS, w), (DNNL_ARG_DIFF_SRC, dx)])
    return dx
  }

  /// Appends the kernel of ours for a depthwise convolution; false where it does not fit.
  private mutating func appendDepthwiseWeightsGradient(
    _ node: Int, _ attributes: ConvolutionAttributes, _ gradient: Value
  ) throws(NeuralNetError) -> Bool {
    let name = graph.nodes[node].name
    let own = graph.nodes[node].parameters
    let x = value(graph.nodes[node].inputs[0])
    let weights = parameter(own[0]).descriptor
    guard let lanes = try x.descriptor.lanes(node: name),
      let kernel = DepthwiseWeightsGradient(
        attributes, source: x.descriptor.dimensions, destination: dimensions(node), lanes: lanes),
      try weights.matches(.blockedDepthwise(weights.dimensions, lanes: lanes, node: name))
    else { return false }
    let dy = try reorder(gradient, to: .blocked(dimensions(node), lanes: lanes, node: name), node: name)
    var operands = [
      (DNNL_ARG_SRC, x), (DNNL_ARG_DIFF_DST, dy), (DNNL_ARG_DIFF_WEIGHTS, self.gradient(of: own[0])),
      (DNNL_ARG_SCRATCHPAD, try newScratch(kernel.scratchCount, node: name)),
    ]
    if own.count > 1 { operands.append((DNNL_ARG_DIFF_BIAS, self.gradient(of: own[1]))) }
    append(name, kernel, operands)
    return true
  }
}
