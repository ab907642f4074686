internal import CKernels
internal import COneDNN

/// A graph with its plan, memory and parameters: what the three kinds of program are built on.
final class CompiledGraph {
  let graph: Graph
  let inputShape: Shape
  let outputShape: Shape
  let store: ParameterStore
  /// Gradients of the trainable parameters, at the offsets of the parameters; empty outside training.
  let gradientBuffer: UnsafeMutableBufferPointer<Float>
  private let gradientMemory: ZeroedMemory
  /// Bytes of the memory that a run works in, parameters aside.
  let arenaByteCount: Int

  /// Takes the time of every step while it is there.
  var recorder: ProfileRecorder?

  private let oneDNN: OneDNN
  private let threads: Int
  /// The memory of a run.
  private let arena: ZeroedMemory
  private let ends: Compiler.Ends
  private let offsets: [Int: Int]
  private var preparationSteps: [CompiledStep] = []
  private var forwardSteps: [CompiledStep] = []
  private var backwardSteps: [CompiledStep] = []

  /// - Parameter isLearned: for each parameter of the graph whether training changes it.
  init(
    _ graph: Graph, _ parameters: consuming FoldedParameters, mode: ProgramMode, options: CompileOptions, isLearned: [Bool]? = nil,
    wantsInputGradient: Bool = false
  ) throws(NeuralNetError) {
    precondition(options.batchSize > 0, "a program runs at least one sample at a time, not \(options.batchSize)")
    precondition(options.threadCount > 0, "a program runs on at least one thread, not \(options.threadCount)")
    threads = options.threadCount
    // oneDNN cuts its work by the number of threads when a primitive is made, and again when it runs.
    pulmo_set_thread_count(Int32(threads))
    oneDNN = try OneDNN()
    self.graph = graph
    inputShape = Shape([options.batchSize] + graph.inputShape.dimensions)
    outputShape = Shape([options.batchSize] + graph.outputShape.dimensions)

    var compiler = Compiler(
      graph, mode: mode, options: options, isLearned: isLearned ?? graph.parameters.map(\.isTrainable),
      wantsInputGradient: wantsInputGradient, oneDNN)
    ends = try compiler.compile()
    store = try ParameterStore(compiler.parameterLayouts.compactMap { $0 }, oneDNN)
    gradientMemory = ZeroedMemory(scalarCount: mode == .training ? store.trainableCount : 0)
    gradientBuffer = gradientMemory.scalars
    let layout = compiler.plan.arenaLayout(repeatsBackward: mode == .gradient)
    offsets = layout.offsets
    arenaByteCount = layout.byteCount
    arena = ZeroedMemory(byteCount: layout.byteCount)

    let plan = compiler.plan
    preparationSteps = try plan.preparation.map { step throws(NeuralNetError) in try bind(step, plan) }
    forwardSteps = try plan.forward.map { step throws(NeuralNetError) in try bind(step, plan) }
    backwardSteps = try plan.backward.map { step throws(NeuralNetError) in try bind(step, plan) }
    try load(parameters)
  }

  private func address(_ buffer: Int, _ plan: ExecutionPlan) -> UnsafeMutableRawPointer? {
    switch plan.buffers[buffer].home {
    case .arena, .pinned: offsets[buffer].map { arena.start + $0 }
    case .parameter(let index): store.values.baseAddress.map { UnsafeMutableRawPointer($0 + store.entries[index].offset) }
    case .gradient(let index): gradientBuffer.baseAddress.map { UnsafeMutableRawPointer($0 + store.entries[index].offset) }
    }
  }

  private func bind(_ step: ExecutionPlan.Step, _ plan: ExecutionPlan) throws(NeuralNetError) -> CompiledStep {
    let addresses = step.operands.map { address($0.buffer, plan) }
    return try CompiledStep(step, addresses, oneDNN)
  }

  private func pointer(_ value: Compiler.Value) -> UnsafeMutablePointer<Float> {
    guard let offset = offsets[value.buffer] else { preconditionFailure("buffer \(value.buffer) is not in the arena") }
    return (arena.start + offset).assumingMemoryBound(to: Float.self)
  }

  /// Writes the parameters and prepares what is made of them once.
  func load(_ parameters: consuming FoldedParameters) throws(NeuralNetError) {
    try store.write(parameters, to: store.values)
    try run(preparationSteps, seed: 0)
  }

  /// The parameters that training changes, at the offsets of their gradients.
  var trainableValues: UnsafeMutableBufferPointer<Float> { UnsafeMutableBufferPointer(rebasing: store.values[0..<store.trainableCount]) }

  // MARK: Running

  /// `[N, …]`, row-major: where a run's input is written.
  var input: UnsafeMutableBufferPointer<Float> { UnsafeMutableBufferPointer(start: pointer(ends.input), count: inputShape.count) }
  /// `[N, outputs]`, row-major: where a run leaves its result.
  var output: UnsafeMutableBufferPointer<Float> { UnsafeMutableBufferPointer(start: pointer(ends.output), count: outputShape.count) }
  /// `[N, outputs]`, row-major: where the gradient of the result is written before the backward pass.
  var outputGradient: UnsafeMutableBufferPointer<Float>? {
    ends.outputGradient.map { UnsafeMutableBufferPointer(start: pointer($0), count: outputShape.count) }
  }

  /// Computes `output` from `input`. `seed` keys dropout's masks.
  func runForward(seed: UInt64 = 0) throws(NeuralNetError) { try run(forwardSteps, seed: seed) }

  /// Computes every gradient from `outputGradient`, after a forward run with the same seed.
  func runBackward(seed: UInt64 = 0) throws(NeuralNetError) { try run(backwardSteps, seed: seed) }

  private func run(_ steps: [CompiledStep], seed: UInt64) throws(NeuralNetError) {
    pulmo_set_thread_count(Int32(threads))
    for step in steps {
      try step.run(on: oneDNN.stream, seed: seed)
      recorder?.end(step.profile)
    }
    try OneDNN.check(dnnl_stream_wait(oneDNN.stream), "wait", node: "program")
  }

  // MARK: Tensors in and out

  func writeInput(_ tensor: borrowing Tensor) throws(NeuralNetError) {
    guard tensor.shape == inputShape else { throw .tensorShape(what: "input", expected: inputShape, actual: tensor.shape) }
    pulmo_set_thread_count(Int32(threads))
    tensor.scalars.withUnsafeBufferPointer { pulmo_copy(input.baseAddress, $0.baseAddress, $0.count) }
  }

  func forward(_ tensor: borrowing Tensor, seed: UInt64 = 0) throws(NeuralNetError) -> Tensor {
    try writeInput(tensor)
    try runForward(seed: seed)
    return Tensor(shape: outputShape, scalars: Array(output))
  }

  /// Runs the backward pass; returns the gradient of the input where the graph was compiled for it.
  @discardableResult
  func backward(_ gradient: borrowing Tensor, seed: UInt64 = 0) throws(NeuralNetError) -> Tensor? {
    guard let outputGradient else { preconditionFailure("an inference program has no backward pass") }
    guard gradient.shape == outputShape else { throw .tensorShape(what: "output gradient", expected: outputShape, actual: gradient.shape) }
    _ = outputGradient.update(fromContentsOf: gradient.scalars)
    try runBackward(seed: seed)
    return ends.inputGradient.map { value in
      Tensor(shape: inputShape, scalars: Array(UnsafeBufferPointer(start: pointer(value), count: inputShape.count)))
    }
  }

  /// The last backward run's gradients of the learned parameters, in plain layouts.
  func gradients() throws(NeuralNetError) -> Parameters { try store.read(trainableOnly: true, from: gradientBuffer) }

  func currentParameters() throws(NeuralNetError) -> Parameters { try store.read(from: store.values) }

  func tap(_ name: String) throws(NeuralNetError) -> Tensor { try read(ends.taps[name], name) }
  func tapGradient(_ name: String) throws(NeuralNetError) -> Tensor { try read(ends.tapGradients[name], name) }

  private func read(_ value: Compiler.Value?, _ name: String) throws(NeuralNetError) -> Tensor {
    guard let value, let node = graph.nodes.first(where: { $0.name == name }) else { throw .unknownTap(name: name) }
    let shape = Shape([inputShape[0]] + node.shape.dimensions)
    let plain: MemoryDescriptor = try .plain(value.descriptor.dimensions, node: name)
    var scalars = [Float](repeating: 0, count: shape.count)
    let status = scalars.withUnsafeMutableBufferPointer { scalars in
      Result { () throws(NeuralNetError) in
        try oneDNN.reorder(pointer(value), value.descriptor, to: scalars.baseAddress, plain, node: name)
      }
    }
    try status.get()
    return Tensor(shape: shape, scalars: scalars)
  }

  /// Calls `run` once and then `count` times more, and returns where the time of those went.
  func profile(_ count: Int, _ run: () throws(NeuralNetError) -> Void) throws(NeuralNetError) -> ProgramProfile {
    precondition(count > 0, "a profile is of at least one run, not \(count)")
    let recorder = ProfileRecorder()
    self.recorder = recorder
    defer { self.recorder = nil }
    for _ in 0...count {
      recorder.begin()
      try run()
    }
    return recorder.profile
  }

  /// The implementation of every step, oneDNN's or ours, in the order they run.
  var implementations: [(node: String, implementation: String)] {
    (forwardSteps + backwardSteps).map { ($0.node, $0.profile.implementation) }
  }
}
