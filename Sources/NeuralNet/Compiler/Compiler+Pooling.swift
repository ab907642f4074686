internal import COneDNN

extension Compiler {
  /// A pooling window as oneDNN takes it.
  struct PoolingWindow {
    let algorithm: dnnl_alg_kind_t
    let kernel: [Int64], strides: [Int64], padding: [Int64]

    init(_ a: PoolingAttributes) {
      algorithm = a.kind == .maximum ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding
      kernel = [Int64](repeating: Int64(a.kernel), count: 2)
      strides = [Int64](repeating: Int64(a.stride), count: 2)
      padding = [Int64](repeating: Int64(a.padding), count: 2)
    }

    private init(averageOver extent: [Int64]) {
      algorithm = dnnl_pooling_avg_exclude_padding
      kernel = extent
      strides = extent
      padding = [0, 0]
    }

    /// One window over the whole picture of dimensions `[N, C, H, W]`.
    static func global(over dimensions: [Int]) -> PoolingWindow {
      PoolingWindow(averageOver: dimensions.suffix(2).map(Int64.init))
    }
  }

  /// Dimensions of a pooling's result; a global pooling keeps its 1×1 picture until something needs it flat.
  private func pooled(_ node: Int) -> [Int] {
    let size = dimensions(node)
    return size.count == 4 ? size : size + [1, 1]
  }

  mutating func forwardPooling(_ node: Int, _ window: PoolingWindow) throws(NeuralNetError) {
    let name = graph.nodes[node].name
    let engine = oneDNN.engine
    let x = value(graph.nodes[node].inputs[0])
    let destination: MemoryDescriptor = try .any(pooled(node), node: name)
    let kind = mode == .inference ? dnnl_forward_inference : dnnl_forward_training
    let dilation: [Int64] = [0, 0]
    let descriptor = try PrimitiveDescriptor("pooling", node: name) { descriptor, primitive in
      dnnl_pooling_forward_primitive_desc_create(
        &descriptor, engine, kind, window.algorithm, x.descriptor.handle, destination.handle, window.strides, window.kernel, dilation,
        window.padding, window.padding, primitive)
    }
    let y = newBuffer(try descriptor.destination)
    var operands = [(DNNL_ARG_SRC, x), (DNNL_ARG_DST, y)]
    if let layout = try descriptor.workspace {
      let workspace = newBuffer(layout)
      workspaces[node] = workspace
      operands.append((DNNL_ARG_WORKSPACE, workspace))
    }
    try append(descriptor, operands)
    forwardDescriptors[node] = descriptor
    values[node] = y
  }

  mutating func backwardPooling(_ node: Int, _ window: PoolingWindow, _ gradient: Value) throws(NeuralNetError) {
    let input = graph.nodes[node].inputs[0]
    guard needsGradient(input) else { return }
    let name = graph.nodes[node].name
    let engine = oneDNN.engine
    let layout = value(input).descriptor
    let dy = try reorder(gradient, to: value(node).descriptor, node: name)
    let hint = forwardDescriptors[node]?.handle
    let dilation: [Int64] = [0, 0]
    let descriptor = try PrimitiveDescriptor("pooling, backward", node: name) { descriptor, primitive in
      dnnl_pooling_backward_primitive_desc_create(
        &descriptor, engine, window.algorithm, layout.handle, dy.descriptor.handle, window.strides, window.kernel, dilation,
        window.padding, window.padding, hint, primitive)
    }
    let dx = newBuffer(try descriptor.sourceGradient)
    var operands = [(DNNL_ARG_DIFF_DST, dy), (DNNL_ARG_DIFF_SRC, dx)]
    if let workspace = workspaces[node] { operands.append((DNNL_ARG_WORKSPACE, workspace)) }
    try append(descriptor, operands)
    try contribute(dx, to: input)
  }
}
