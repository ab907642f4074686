internal import COneDNN

/// A step with its memory: ready to run, again and again, without allocating anything.
final class CompiledStep {
  let node: String
  /// The step as a profile names it.
  let profile: ProgramProfile.Step
  private let work: ExecutionPlan.Work
  private let addresses: [UnsafeMutableRawPointer?]
  private let arguments: UnsafeMutableBufferPointer<dnnl_exec_arg_t>

  init(_ step: ExecutionPlan.Step, _ addresses: [UnsafeMutableRawPointer?], _ oneDNN: OneDNN) throws(NeuralNetError) {
    node = step.node
    profile = step.unmeasured
    work = step.work
    self.addresses = addresses
    guard case .primitive = step.work else {
      arguments = .allocate(capacity: 0)
      return
    }
    arguments = .allocate(capacity: step.operands.count)
    arguments.initialize(repeating: dnnl_exec_arg_t())
    let engine = oneDNN.engine
    for (index, operand) in step.operands.enumerated() {
      let memory = try OneDNN.make("memory", node: step.node) {
        dnnl_memory_create(&$0, operand.descriptor.handle, engine, addresses[index])
      }
      arguments[index] = dnnl_exec_arg_t(arg: operand.argument, memory: memory)
    }
  }

  deinit {
    for argument in arguments { dnnl_memory_destroy(argument.memory) }
    arguments.deallocate()
  }

  func run(on stream: dnnl_stream_t, seed: UInt64) throws(NeuralNetError) {
    switch work {
    case .primitive(let primitive):
      try OneDNN.check(
        dnnl_primitive_execute(primitive.handle, stream, Int32(arguments.count), arguments.baseAddress), "execution", node: node)
    case .kernel(let kernel):
      kernel.run(KernelMemory(addresses: addresses, seed: seed))
    }
  }
}
