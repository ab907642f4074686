internal import COneDNN

/// The parameters of a program in one flat buffer, each in the layout its program chose, trainable ones first.
///
/// Gradients, optimizer state and averages use the same offsets in flat buffers of their own, so an update is one pass
/// over memory. Padding lanes of blocked layouts, and the gaps that align each parameter, hold zeros and stay zero: their
/// gradients are zero.
final class ParameterStore {
  struct Entry {
    let specification: ParameterSpecification
    /// The plain layout at rest, in the dimensions its primitive uses.
    let plain: MemoryDescriptor
    /// The layout in the program.
    let descriptor: MemoryDescriptor
    /// Offset in scalars.
    let offset: Int

    var range: Range<Int> { offset..<offset + descriptor.byteCount / 4 }
  }

  let entries: [Entry]
  /// Length of every flat buffer, in scalars.
  let count: Int
  /// Scalars at the front that training changes.
  let trainableCount: Int
  let values: UnsafeMutableBufferPointer<Float>
  private let memory: ZeroedMemory
  private let oneDNN: OneDNN

  init(
    _ layouts: [(specification: ParameterSpecification, plain: MemoryDescriptor, descriptor: MemoryDescriptor)], _ oneDNN: OneDNN
  ) throws(NeuralNetError) {
    var offset = 0
    var trainable = 0
    var placed: [Int: Entry] = [:]
    for wantsTrainable in [true, false] {
      for (index, layout) in layouts.enumerated() where layout.specification.isTrainable == wantsTrainable {
        placed[index] = Entry(specification: layout.specification, plain: layout.plain, descriptor: layout.descriptor, offset: offset)
        offset += (layout.descriptor.byteCount / 4 + 15) / 16 * 16
      }
      if wantsTrainable { trainable = offset }
    }
    entries = layouts.indices.compactMap { placed[$0] }
    count = offset
    trainableCount = trainable
    memory = ZeroedMemory(scalarCount: offset)
    values = memory.scalars
    self.oneDNN = oneDNN
  }

  /// Writes the parameters into `flat`; every one must be there in its shape, else nothing is written.
  func write(
    _ parameters: consuming FoldedParameters, trainableOnly: Bool = false, to flat: UnsafeMutableBufferPointer<Float>
  ) throws(NeuralNetError) {
    let entries = entries.filter { $0.specification.isTrainable || !trainableOnly }
    for entry in entries {
      let shape = try parameters.tensor(entry.specification.name).shape
      guard shape == entry.specification.shape else {
        throw .parameterShape(name: entry.specification.name, expected: entry.specification.shape, actual: shape)
      }
    }
    for entry in entries {
      let tensor = try parameters.take(entry.specification.name)
      let status = tensor.scalars.withUnsafeBufferPointer { scalars in
        Result { () throws(NeuralNetError) in
          try oneDNN.reorder(
            scalars.baseAddress, entry.plain, to: flat.baseAddress.map { $0 + entry.offset }, entry.descriptor,
            node: entry.specification.name)
        }
      }
      try status.get()
    }
  }

  /// Reads the parameters out of `flat` into plain layouts.
  func read(trainableOnly: Bool = false, from flat: UnsafeMutableBufferPointer<Float>) throws(NeuralNetError) -> Parameters {
    var tensors: [String: Tensor] = [:]
    for entry in entries where entry.specification.isTrainable || !trainableOnly {
      var scalars = [Float](repeating: 0, count: entry.specification.shape.count)
      let status = scalars.withUnsafeMutableBufferPointer { scalars in
        Result { () throws(NeuralNetError) in
          try oneDNN.reorder(
            flat.baseAddress.map { $0 + entry.offset }, entry.descriptor, to: scalars.baseAddress, entry.plain,
            node: entry.specification.name)
        }
      }
      try status.get()
      tensors[entry.specification.name] = Tensor(shape: entry.specification.shape, scalars: scalars)
    }
    return Parameters(tensors: tensors)
  }
}

extension OneDNN {
  /// Copies a tensor from one layout into another, at once; for moments when speed does not count.
  func reorder(
    _ source: UnsafePointer<Float>?, _ from: MemoryDescriptor, to destination: UnsafeMutablePointer<Float>?,
    _ to: MemoryDescriptor, node: String
  ) throws(NeuralNetError) {
    let engine = engine
    let descriptor = try PrimitiveDescriptor("reorder", node: node) { descriptor, attributes in
      dnnl_reorder_primitive_desc_create(&descriptor, from.handle, engine, to.handle, engine, attributes)
    }
    let primitive = try Primitive(descriptor)
    let input = try OneDNN.make("memory", node: node) {
      dnnl_memory_create(&$0, from.handle, engine, UnsafeMutablePointer(mutating: source))
    }
    defer { dnnl_memory_destroy(input) }
    let output = try OneDNN.make("memory", node: node) { dnnl_memory_create(&$0, to.handle, engine, destination) }
    defer { dnnl_memory_destroy(output) }
    var arguments = [dnnl_exec_arg_t(arg: DNNL_ARG_FROM, memory: input), dnnl_exec_arg_t(arg: DNNL_ARG_TO, memory: output)]
    // A reorder of this kind needs no scratchpad worth planning for; where it wants one it gets it here.
    let scratchpad = try descriptor.scratchpad
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: max(scratchpad?.byteCount ?? 0, 1), alignment: 64)
    defer { scratch.deallocate() }
    var scratchMemory: dnnl_memory_t?
    defer { if let scratchMemory { dnnl_memory_destroy(scratchMemory) } }
    if let scratchpad {
      let memory = try OneDNN.make("memory", node: node) { dnnl_memory_create(&$0, scratchpad.handle, engine, scratch) }
      scratchMemory = memory
      arguments.append(dnnl_exec_arg_t(arg: DNNL_ARG_SCRATCHPAD, memory: memory))
    }
    try OneDNN.check(dnnl_primitive_execute(primitive.handle, stream, Int32(arguments.count), arguments), "reorder", node: node)
    try OneDNN.check(dnnl_stream_wait(stream), "wait", node: node)
  }
}
