internal import COneDNN

/// The dimensions and layout of a float32 tensor in memory, as oneDNN describes them.
final class MemoryDescriptor {
  let handle: dnnl_memory_desc_t
  let dimensions: [Int]

  private init(owning handle: dnnl_memory_desc_t, _ dimensions: [Int]) {
    self.handle = handle
    self.dimensions = dimensions
  }

  deinit { dnnl_memory_desc_destroy(handle) }

  /// Row-major, nothing padded.
  static func plain(_ dimensions: [Int], node: String) throws(NeuralNetError) -> MemoryDescriptor {
    let tags = [dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd, dnnl_abcde]
    return try make(dimensions, tags[dimensions.count - 1], node)
  }

  /// A layout that oneDNN is to choose.
  static func any(_ dimensions: [Int], node: String) throws(NeuralNetError) -> MemoryDescriptor {
    try make(dimensions, dnnl_format_tag_any, node)
  }

  /// Rows of a picture after rows, `lanes` channels of each pixel side by side: nChw16c or nChw8c.
  static func blocked(_ dimensions: [Int], lanes: Int, node: String) throws(NeuralNetError) -> MemoryDescriptor {
    try make(dimensions, lanes == 16 ? dnnl_nChw16c : dnnl_nChw8c, node)
  }

  /// The channels of each pixel of `[N, C, H, W]` side by side: nhwc.
  static func channelsLast(_ dimensions: [Int], node: String) throws(NeuralNetError) -> MemoryDescriptor {
    try make(dimensions, dnnl_nhwc, node)
  }

  /// Blocks of `lanes` groups for the weights of a depthwise convolution, `[G, 1, 1, kernel, kernel]`.
  static func blockedDepthwise(_ dimensions: [Int], lanes: Int, node: String) throws(NeuralNetError) -> MemoryDescriptor {
    try make(dimensions, lanes == 16 ? dnnl_Goihw16g : dnnl_Goihw8g, node)
  }

  /// The weights `[out, in, kernel, kernel]` of a convolution, `lanes` squared of a tap side by side: OIhw16i16o or OIhw8i8o.
  static func blockedWeights(_ dimensions: [Int], lanes: Int, node: String) throws(NeuralNetError) -> MemoryDescriptor {
    try make(dimensions, lanes == 16 ? dnnl_OIhw16i16o : dnnl_OIhw8i8o, node)
  }

  /// Convolution weights `[O, I, kernel, kernel]` with `lanes` channels out side by side.
  static func blockedOutputs(_ dimensions: [Int], lanes: Int, node: String) throws(NeuralNetError) -> MemoryDescriptor {
    try make(dimensions, lanes == 16 ? dnnl_Abcd16a : dnnl_Abcd8a, node)
  }

  private static func make(_ dimensions: [Int], _ tag: dnnl_format_tag_t, _ node: String) throws(NeuralNetError) -> MemoryDescriptor {
    let handle = try OneDNN.make("memory descriptor", node: node) {
      dnnl_memory_desc_create_with_tag(&$0, Int32(dimensions.count), dimensions.map(Int64.init), dnnl_f32, tag)
    }
    return MemoryDescriptor(owning: handle, dimensions)
  }

  /// A copy of a descriptor that something else owns.
  static func copy(_ other: const_dnnl_memory_desc_t, node: String) throws(NeuralNetError) -> MemoryDescriptor {
    let handle = try OneDNN.make("memory descriptor", node: node) { dnnl_memory_desc_clone(&$0, other) }
    var rank: Int32 = 0
    try OneDNN.check(dnnl_memory_desc_query(handle, dnnl_query_ndims_s32, &rank), "rank query", node: node)
    var dimensions: UnsafePointer<Int64>?
    try OneDNN.check(dnnl_memory_desc_query(handle, dnnl_query_dims, &dimensions), "dimensions query", node: node)
    return MemoryDescriptor(owning: handle, UnsafeBufferPointer(start: dimensions, count: Int(rank)).map(Int.init))
  }

  /// The part of this tensor that begins at `offset` and has `dimensions`, in the same memory.
  func part(_ dimensions: [Int], at offset: [Int], node: String) throws(NeuralNetError) -> MemoryDescriptor {
    let handle = try OneDNN.make("part of a tensor", node: node) {
      dnnl_memory_desc_create_submemory(&$0, self.handle, dimensions.map(Int64.init), offset.map(Int64.init))
    }
    return MemoryDescriptor(owning: handle, dimensions)
  }

  /// Bytes of memory, padding lanes of blocked layouts included.
  var byteCount: Int { dnnl_memory_desc_get_size(handle) }

  /// Channels that the layout of `[N, C, H, W]` keeps together: 16 for nChw16c, 8 for nChw8c, nil for every other layout.
  func lanes(node: String) throws(NeuralNetError) -> Int? {
    guard dimensions.count == 4 else { return nil }
    for lanes in [16, 8] where try matches(.blocked(dimensions, lanes: lanes, node: node)) { return lanes }
    return nil
  }

  func matches(_ other: MemoryDescriptor) -> Bool {
    handle == other.handle || dnnl_memory_desc_equal(handle, other.handle) != 0
  }
}
