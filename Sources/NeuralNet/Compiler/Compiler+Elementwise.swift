internal import COneDNN

extension Compiler {
  mutating func forwardActivation(_ node: Int, _ function: Activation) throws(NeuralNetError) {
    let name = graph.nodes[node].name
    let engine = oneDNN.engine
    let x = value(graph.nodes[node].inputs[0])
    let layout = x.descriptor
    let kind = mode == .inference ? dnnl_forward_inference : dnnl_forward_training
    let (algorithm, alpha, beta) = function.forward
    let descriptor = try PrimitiveDescriptor("\(function.rawValue)", node: name) { descriptor, primitive in
      dnnl_eltwise_forward_primitive_desc_create(&descriptor, engine, kind, algorithm, layout.handle, layout.handle, alpha, beta, primitive)
    }
    let inPlace = mayOverwriteInput(of: node) && (mode == .inference || function.isDifferentiableFromResult)
    let y = inPlace ? newValue(x.buffer, layout) : newBuffer(layout)
    try append(descriptor, [(DNNL_ARG_SRC, x), (DNNL_ARG_DST, y)])
    values[node] = y
  }

  mutating func backwardActivation(_ node: Int, _ function: Activation, _ gradient: Value) throws(NeuralNetError) {
    let input = graph.nodes[node].inputs[0]
    guard needsGradient(input) else { return }
    let name = graph.nodes[node].name
    let engine = oneDNN.engine
    let y = value(node)
    let layout = y.descriptor
    let dy = try reorder(gradient, to: layout, node: name)
    let (algorithm, alpha, beta) = function.backward
    let hint = try PrimitiveDescriptor("\(function.rawValue)", node: name) { descriptor, primitive in
      dnnl_eltwise_forward_primitive_desc_create(
        &descriptor, engine, dnnl_forward_training, algorithm, layout.handle, layout.handle, alpha, beta, primitive)
    }
    let descriptor = try PrimitiveDescriptor("\(function.rawValue), backward", node: name) { descriptor, primitive in
      dnnl_eltwise_backward_primitive_desc_create(
        &descriptor, engine, algorithm, layout.handle, layout.handle, layout.handle, alpha, beta, hint.handle, primitive)
    }
    let kept = function.isDifferentiableFromResult ? (DNNL_ARG_DST, y) : (DNNL_ARG_SRC, value(input))
    let dx = newBuffer(layout)
    try append(descriptor, [kept, (DNNL_ARG_DIFF_DST, dy), (DNNL_ARG_DIFF_SRC, dx)])
    try contribute(dx, to: input)
  }

  // The masks of a dropout are a function of the step's seed and this key, so the backward pass makes them again.
  private func dropout(_ node: Int, rate: Float, _ layout: MemoryDescriptor) -> DropoutKernel {
    DropoutKernel(rate: rate, key: UInt64(node), count: layout.byteCount / 4)
  }

  mutating func forwardDropout(_ node: Int, rate: Float) throws(NeuralNetError) {
    guard mode == .training else { return }
    let x = value(graph.nodes[node].inputs[0])
    let y = mayOverwriteInput(of: node) ? newValue(x.buffer, x.descriptor) : newBuffer(x.descriptor)
    append(graph.nodes[node].name, dropout(node, rate: rate, x.descriptor), [(DNNL_ARG_SRC, x), (DNNL_ARG_DST, y)])
    values[node] = y
  }

  mutating func backwardDropout(_ node: Int, rate: Float, _ gradient: Value) throws(NeuralNetError) {
    let input = graph.nodes[node].inputs[0]
    guard needsGradient(input) else { return }
    // Masks follow memory order, so the gradient must lie as the activations did.
    let layout = value(node).descriptor
    let dy = try reorder(gradient, to: layout, node: graph.nodes[node].name)
    let dx = newBuffer(layout)
    append(graph.nodes[node].name, dropout(node, rate: rate, layout), [(DNNL_ARG_DIFF_DST, dy), (DNNL_ARG_DIFF_SRC, dx)])
    try contribute(dx, to: input)
  }

  mutating func forwardAdd(_ node: Int) throws(NeuralNetError) {
    let name = graph.nodes[node].name
    let parts = try graph.nodes[node].inputs.map { input throws(NeuralNetError) in try shaped(input) }
    let layout = parts[0].descriptor
    let aligned = try parts.map { part throws(NeuralNetError) in try reorder(part, to: layout, node: name) }
    values[node] = try sum(aligned, layout: layout, node: name)
  }

  mutating func forwardConcatenation(_ node: Int) throws(NeuralNetError) {
    let name = graph.nodes[node].name
    let engine = oneDNN.engine
    let parts = try graph.nodes[node].inputs.map { input throws(NeuralNetError) in try shaped(input) }
    let handles: [const_dnnl_memory_desc_t?] = parts.map { $0.descriptor.handle }
    let descriptor = try PrimitiveDescriptor("concatenation", node: name) { descriptor, primitive in
      dnnl_concat_primitive_desc_create(&descriptor, engine, nil, Int32(parts.count), 1, handles, primitive)
    }
    let y = newBuffer(try descriptor.destination)
    try append(descriptor, parts.enumerated().map { (DNNL_ARG_MULTIPLE_SRC + Int32($0.offset), $0.element) } + [(DNNL_ARG_DST, y)])
    values[node] = y
  }

  mutating func backwardConcatenation(_ node: Int, _ gradient: Value) throws(NeuralNetError) {
    let name = graph.nodes[node].name
    // Parts of a blocked layout exist only at whole blocks; parts of a plain one exist everywhere.
    let plain = try reorder(gradient, to: .plain(dimensions(node), node: name), node: name)
    var offset = [Int](repeating: 0, count: dimensions(node).count)
    for input in graph.nodes[node].inputs {
      let size = dimensions(input)
      if needsGradient(input) {
        let part = newValue(plain.buffer, try plain.descriptor.part(size, at: offset, node: name))
        let dx = newBuffer(try .plain(size, node: name))
        try appendReorder(part, to: dx, node: name)
        try contribute(dx, to: input)
      }
      offset[1] += size[1]
    }
  }
}
