internal import COneDNN

extension Compiler {
  /// Dimensions of source, weights and destination; a flattened picture is taken as the picture it is.
  private func sizes(_ node: Int) -> (source: [Int], weights: [Int], destination: [Int]) {
    let source = value(graph.nodes[node].inputs[0]).descriptor.dimensions
    let units = graph.nodes[node].shape[0]
    return (source, [units] + source.dropFirst(), [batchSize, units])
  }

  mutating func forwardDense(_ node: Int) throws(NeuralNetError) {
    let name = graph.nodes[node].name
    let engine = oneDNN.engine
    let own = graph.nodes[node].parameters
    let size = sizes(node)
    let source: MemoryDescriptor = try .any(size.source, node: name)
    let weights: MemoryDescriptor = try .any(size.weights, node: name)
    let bias: MemoryDescriptor? = own.count > 1 ? try .plain([size.destination[1]], node: name) : nil
    let destination: MemoryDescriptor = try .any(size.destination, node: name)
    let kind = mode == .training ? dnnl_forward_training : dnnl_forward_inference
    let activation = fusibleActivation(after: node)
    let descriptor = try PrimitiveDescriptor("dense", node: name, activation: activation?.function) { descriptor, primitive in
      dnnl_inner_product_forward_primitive_desc_create(
        &descriptor, engine, kind, source.handle, weights.handle, bias?.handle, destination.handle, primitive)
    }
    let x = try reorder(value(graph.nodes[node].inputs[0]), to: descriptor.source, node: name)
    let weight = parameter(own[0], plain: try .plain(size.weights, node: name), descriptor: try descriptor.weights)
    var operands = [(DNNL_ARG_SRC, x), (DNNL_ARG_WEIGHTS, weight)]
    if let bias { operands.append((DNNL_ARG_BIAS, parameter(own[1], plain: bias, descriptor: bias))) }
    let y = newBuffer(try descriptor.destination)
    try append(descriptor, operands + [(DNNL_ARG_DST, y)])
    forwardDescriptors[node] = descriptor
    finish(node, y, activation?.node)
  }

  mutating func backwardDense(_ node: Int, _ gradient: Value) throws(NeuralNetError) {
    let name = graph.nodes[node].name
    let engine = oneDNN.engine
    let own = graph.nodes[node].parameters
    let input = graph.nodes[node].inputs[0]
    let size = sizes(node)
    let hint = forwardDescriptors[node]?.handle
    let source: MemoryDescriptor = try .any(size.source, node: name)
    let weights: MemoryDescriptor = try .any(size.weights, node: name)
    let destination: MemoryDescriptor = try .any(size.destination, node: name)

    if learns(node) {
      let bias: MemoryDescriptor? = own.count > 1 ? try .plain([size.destination[1]], node: name) : nil
      let descriptor = try PrimitiveDescriptor("dense, backward weights", node: name) { descriptor, primitive in
        dnnl_inner_product_backward_weights_primitive_desc_create(
          &descriptor, engine, source.handle, weights.handle, bias?.handle, destination.handle, hint, primitive)
      }
      let x = try reorder(value(input), to: descriptor.source, node: name)
      let dy = try reorder(gradient, to: descriptor.destinationGradient, node: name)
      try appendWeightsGradient(descriptor, x, dy, own)
    }
    if needsGradient(input) {
      let descriptor = try PrimitiveDescriptor("dense, backward data", node: name) { descriptor, primitive in
        dnnl_inner_product_backward_data_primitive_desc_create(
          &descriptor, engine, source.handle, weights.handle, destination.handle, hint, primitive)
      }
      try contribute(try appendDataGradient(descriptor, gradient, weight: own[0]), to: input)
    }
  }
}
