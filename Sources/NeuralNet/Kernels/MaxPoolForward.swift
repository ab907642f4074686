internal import CKernels

/// Maximum pooling over windows that touch and do not overlap, with the ReLU behind it, in a blocked layout.
/// Operands: source, result, places (a byte for each scalar of the result: which of its window was taken).
struct MaxPoolForward: Kernel {
  let shape: MaxPoolShape

  var operation: String { "pooling" + (shape.structure.has_relu != 0 ? ", relu" : "") }

  func run(_ memory: KernelMemory) {
    withUnsafePointer(to: shape.structure) { pulmo_max_pool_forward($0, memory[0], memory[1], memory.bytes(2)) }
  }
}

/// The backward pass of ``MaxPoolForward``. Operands: gradient of the result, places, gradient of the source.
struct MaxPoolBackward: Kernel {
  let shape: MaxPoolShape

  var operation: String { "pooling" + (shape.structure.has_relu != 0 ? ", relu" : "") + ", backward" }

  func run(_ memory: KernelMemory) {
    withUnsafePointer(to: shape.structure) { pulmo_max_pool_backward($0, memory[0], memory.bytes(1), memory[2]) }
  }
}

/// What the kernels of maximum pooling know when they are made.
struct MaxPoolShape {
  let structure: pulmo_max_pooling
  /// Channels that the layout keeps together.
  let lanes: Int

  /// Nil where windows overlap, leave gaps or reach over the edge.
  /// - Parameter source: `[N, C, H, W]`
  init?(_ attributes: PoolingAttributes, source: [Int], lanes: Int, hasReLU: Bool) {
    guard attributes.kind == .maximum, attributes.kernel == attributes.stride, attributes.padding == 0,
      (2...15).contains(attributes.kernel)
    else { return nil }
    self.lanes = lanes
    structure = pulmo_max_pooling(
      lanes: lanes, batch: source[0], blocks: (source[1] + lanes - 1) / lanes, rows: source[2], columns: source[3],
      kernel: attributes.kernel, has_relu: hasReLU ? 1 : 0)
  }
}
