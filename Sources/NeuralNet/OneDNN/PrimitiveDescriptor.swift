internal import COneDNN

/// An operation with everything chosen but its memory: oneDNN's implementation and the layouts it wants.
final class PrimitiveDescriptor {
  let handle: dnnl_primitive_desc_t
  /// What it computes, in words: `convolution, backward data`.
  let operation: String
  let node: String

  /// - Parameter activation: applied to the result in the same pass.
  init(
    _ operation: String, node: String, activation: Activation? = nil,
    _ create: (inout dnnl_primitive_desc_t?, dnnl_primitive_attr_t) -> dnnl_status_t
  ) throws(NeuralNetError) {
    let attributes = try OneDNN.make("attributes", node: node) { dnnl_primitive_attr_create(&$0) }
    defer { dnnl_primitive_attr_destroy(attributes) }
    // A scratchpad of the library's own would tie the primitive to the thread that made it.
    try OneDNN.check(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user), "scratchpad mode", node: node)
    if let activation {
      let operations = try OneDNN.make("post-operations", node: node) { dnnl_post_ops_create(&$0) }
      defer { dnnl_post_ops_destroy(operations) }
      let (algorithm, alpha, beta) = activation.forward
      try OneDNN.check(dnnl_post_ops_append_eltwise(operations, algorithm, alpha, beta), "post-operation", node: node)
      try OneDNN.check(dnnl_primitive_attr_set_post_ops(attributes, operations), "post-operations", node: node)
    }
    handle = try OneDNN.make(operation, node: node) { create(&$0, attributes) }
    self.operation = operation
    self.node = node
  }

  deinit { dnnl_primitive_desc_destroy(handle) }

  func descriptor(_ what: dnnl_query_t, index: Int32 = 0) throws(NeuralNetError) -> MemoryDescriptor {
    guard let found = dnnl_primitive_desc_query_md(handle, what, index) else {
      throw .oneDNN(operation: "layout query", node: node, status: Int32(bitPattern: dnnl_invalid_arguments.rawValue))
    }
    return try .copy(found, node: node)
  }

  var source: MemoryDescriptor { get throws(NeuralNetError) { try descriptor(dnnl_query_src_md) } }
  var destination: MemoryDescriptor { get throws(NeuralNetError) { try descriptor(dnnl_query_dst_md) } }
  var weights: MemoryDescriptor { get throws(NeuralNetError) { try descriptor(dnnl_query_weights_md) } }
  var sourceGradient: MemoryDescriptor { get throws(NeuralNetError) { try descriptor(dnnl_query_diff_src_md) } }
  var destinationGradient: MemoryDescriptor { get throws(NeuralNetError) { try descriptor(dnnl_query_diff_dst_md) } }
  var weightsGradient: MemoryDescriptor { get throws(NeuralNetError) { try descriptor(dnnl_query_diff_weights_md) } }

  /// What a forward pass leaves for its backward pass, where it leaves anything.
  var workspace: MemoryDescriptor? { get throws(NeuralNetError) { try optional(dnnl_query_workspace_md) } }
  var scratchpad: MemoryDescriptor? { get throws(NeuralNetError) { try optional(dnnl_query_scratchpad_md) } }

  private func optional(_ what: dnnl_query_t) throws(NeuralNetError) -> MemoryDescriptor? {
    guard let found = dnnl_primitive_desc_query_md(handle, what, 0), dnnl_memory_desc_get_size(found) > 0 else { return nil }
    return try .copy(found, node: node)
  }

  /// oneDNN's name for the implementation it chose; `ref` or `gemm` in it is a slow one.
  var implementation: String {
    var name: UnsafePointer<CChar>?
    guard dnnl_primitive_desc_query(handle, dnnl_query_impl_info_str, 0, &name) == dnnl_success, let name else { return "unknown" }
    return String(cString: name)
  }
}

/// An operation ready to run.
final class Primitive {
  let handle: dnnl_primitive_t
  let operation: String
  let implementation: String

  init(_ descriptor: PrimitiveDescriptor) throws(NeuralNetError) {
    handle = try OneDNN.make("primitive", node: descriptor.node) { dnnl_primitive_create(&$0, descriptor.handle) }
    operation = descriptor.operation
    implementation = descriptor.implementation
  }

  deinit { dnnl_primitive_destroy(handle) }
}

extension Activation {
  /// oneDNN's algorithm with its two numbers.
  var forward: (algorithm: dnnl_alg_kind_t, alpha: Float, beta: Float) {
    switch self {
    case .relu: (dnnl_eltwise_relu, 0, 0)
    case .relu6: (dnnl_eltwise_clip_v2, 0, 6)
    case .silu: (dnnl_eltwise_swish, 1, 0)
    case .sigmoid: (dnnl_eltwise_logistic, 0, 0)
    }
  }

  /// The same function, its derivative computed from the result where that is possible.
  var backward: (algorithm: dnnl_alg_kind_t, alpha: Float, beta: Float) {
    switch self {
    case .relu: (dnnl_eltwise_relu_use_dst_for_bwd, 0, 0)
    case .relu6: (dnnl_eltwise_clip_v2_use_dst_for_bwd, 0, 6)
    case .silu: forward
    case .sigmoid: (dnnl_eltwise_logistic_use_dst_for_bwd, 0, 0)
    }
  }

  /// Whether the derivative is a function of the result, so that the argument need not be kept.
  var isDifferentiableFromResult: Bool { self != .silu }
}
