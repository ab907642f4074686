internal import COneDNN

/// A maximum pooling done by a kernel of ours, with the ReLU behind it where there is one.
struct MaxPooling {
  let pool: Int
  /// The pooling or the ReLU.
  let last: Int
  let shape: MaxPoolShape
  /// One byte for each scalar of the result.
  let places: Compiler.Value
}

extension Compiler {
  /// Appends the kernel of ours for a maximum pooling in training; false where it does not fit.
  mutating func appendMaxPooling(_ node: Int) throws(NeuralNetError) -> Bool {
    guard mode == .training, case .pooling(let attributes) = graph.nodes[node].operation else { return false }
    let name = graph.nodes[node].name
    let x = value(graph.nodes[node].inputs[0])
    var relu: Int?
    if let user = onlyUser(of: node), graph.nodes[user].operation == .activation(.relu) { relu = user }
    guard let lanes = try x.descriptor.lanes(node: name),
      let shape = MaxPoolShape(attributes, source: x.descriptor.dimensions, lanes: lanes, hasReLU: relu != nil)
    else { return false }
    let y = newBuffer(try .blocked(dimensions(node), lanes: lanes, node: name))
    let places = try newScratch((y.descriptor.byteCount / 4 + 3) / 4, node: name)
    append(name, MaxPoolForward(shape: shape), [(DNNL_ARG_SRC, x), (DNNL_ARG_DST, y), (DNNL_ARG_WORKSPACE, places)])
    values[node] = y
    if let relu {
      values[relu] = y
      fused.insert(relu)
    }
    let last = relu ?? node
    maxPoolings[last] = MaxPooling(pool: node, last: last, shape: shape, places: places)
    return true
  }

  mutating func backwardMaxPooling(_ pooling: MaxPooling) throws(NeuralNetError) {
    guard let gradient = try gradient(at: pooling.last) else { return }
    let name = graph.nodes[pooling.pool].name
    let input = graph.nodes[pooling.pool].inputs[0]
    let dy = try reorder(gradient, to: value(pooling.last).descriptor, node: name)
    if try appendPooledConvolution(pooling, dy) { return }
    guard needsGradient(input) else { return }
    let dx = newBuffer(value(input).descriptor)
    append(
      name, MaxPoolBackward(shape: pooling.shape),
      [(DNNL_ARG_DIFF_DST, dy), (DNNL_ARG_WORKSPACE, pooling.places), (DNNL_ARG_DIFF_SRC, dx)])
    try contribute(dx, to: input)
  }

  /// Appends the weights' gradient of a first convolution before the pooling, which spares the gradient between them; false where there
  /// is none, or something else wants that gradient.
  private mutating func appendPooledConvolution(_ pooling: MaxPooling, _ dy: Value) throws(NeuralNetError) -> Bool {
    let node = root(graph.nodes[pooling.pool].inputs[0])
    guard case .convolution(let attributes) = graph.nodes[node].operation, learns(node), useCount(node) == 1 else { return false }
    let input = graph.nodes[node].inputs[0]
    let name = graph.nodes[node].name
    let source = value(input).descriptor.dimensions
    guard !needsGradient(input),
      let kernel = PooledConvolutionWeightsGradient(attributes, source: source, pooling: pooling.shape)
    else { return false }
    let x = try reorder(value(input), to: .plain(source, node: name), node: name)
    let own = graph.nodes[node].parameters
    let flat = self.gradient(of: own[0])
    let layout: MemoryDescriptor = try .blockedOutputs(
      flat.descriptor.dimensions, lanes: pooling.shape.lanes, node: name)
    let isDirect = layout.matches(flat.descriptor)
    let dw = isDirect ? flat : newBuffer(layout)
    var operands = [
      (DNNL_ARG_SRC, x), (DNNL_ARG_DIFF_DST, dy), (DNNL_ARG_WORKSPACE, pooling.places), (DNNL_ARG_DIFF_WEIGHTS, dw),
      (DNNL_ARG_SCRATCHPAD, try newScratch(kernel.scratchCount, node: name)),
    ]
    if own.count > 1 { operands.append((DNNL_ARG_DIFF_BIAS, self.gradient(of: own[1]))) }
    append(name, kernel, operands)
    if !isDirect { try appendReorder(dw, to: flat, node: name) }
    return true
  }
}
