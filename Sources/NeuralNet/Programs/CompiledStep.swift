internal import CKernels
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

  /// oneDNN's name for the implementation, where the step is a primitive of its.
  var implementation: String? {
    if case .primitive(let primitive) = work { primitive.implementation } else { nil }
  }

  func run(on stream: dnnl_stream_t, seed: UInt64) throws(NeuralNetError) {
    switch work {
    case .primitive(let primitive):
      try OneDNN.check(
        dnnl_primitive_execute(primitive.handle, stream, Int32(arguments.count), arguments.baseAddress), "execution", node: node)
    case .dropout(let rate, let key, let count):
      var generator = SplitMix64(keys: seed, key)
      pulmo_dropout(
        floats(0), floats(1), count, generator.next(), UInt32(Double(rate) * 0x1p32), 1 / (1 - rate))
    case .runningStatistics(let momentum, let count, let sampleCount):
      updateRunningStatistics(momentum: momentum, count: count, sampleCount: sampleCount)
    }
  }

  private func floats(_ operand: Int) -> UnsafeMutablePointer<Float>? { addresses[operand]?.assumingMemoryBound(to: Float.self) }

  /// `running ← (1 - momentum) · running + momentum · batch`; the variance as its unbiased estimate, as PyTorch keeps it.
  private func updateRunningStatistics(momentum: Float, count: Int, sampleCount: Int) {
    guard let mean = floats(0), let variance = floats(1), let runningMean = floats(2), let runningVariance = floats(3) else { return }
    let unbiased = sampleCount > 1 ? Float(sampleCount) / Float(sampleCount - 1) : 1
    for channel in 0..<count {
      runningMean[channel] = (1 - momentum) * runningMean[channel] + momentum * mean[channel]
      runningVariance[channel] = (1 - momentum) * runningVariance[channel] + momentum * variance[channel] * unbiased
    }
  }
}
