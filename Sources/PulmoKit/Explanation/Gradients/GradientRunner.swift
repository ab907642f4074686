import NeuralNet

/// A network compiled for gradients, on a thread of its own.
actor GradientRunner {
  /// Inputs a run takes.
  nonisolated let batchSize: Int
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let thread = ComputeThread()
  /// Nil only while it is compiled, which has to happen on the thread that runs it.
  private var program: GradientProgram?

  /// - Parameters:
  ///   - network: what is explained.
  ///   - batchSize: inputs a run takes.
  ///   - taps: layers whose results and gradients are asked for.
  init(_ network: ExplainedNetwork, batchSize: Int = 1, taps: Set<String> = []) async throws(NeuralNetError) {
    self.batchSize = batchSize
    program = nil
    // From here on the initialiser runs on `thread`. One thread, so that the bits are the same on any machine's number of them.
    program = try GradientProgram(network.graph, network.parameters, CompileOptions(batchSize: batchSize, threads: 1, taps: taps))
  }

  /// The log-odds of each input and their gradient with respect to it.
  /// - Parameters:
  ///   - logOdds: what is explained.
  ///   - input: `[N, C, H, W]`, N the runner's ``batchSize``.
  /// - Returns: N values; the gradient in the shape of `input`.
  /// - Throws: `NeuralNetError` where the engine fails, ``GradientError/notFinite(label:)``.
  func gradient(of logOdds: ClassLogOdds, at input: Tensor) throws -> (values: [Double], gradient: Tensor) {
    guard let program else { preconditionFailure("a runner is compiled before it is used") }
    let logits = try program.forward(input)
    let outputs = logOdds.scheme.outputCount
    let rows = (0..<batchSize).map { Array(logits.scalars[$0 * outputs..<($0 + 1) * outputs]) }
    let values = rows.map { logOdds.value(of: $0) }
    guard values.allSatisfy(\.isFinite) else { throw GradientError.notFinite(label: logOdds.label) }
    let upstream = Tensor(shape: logits.shape, scalars: rows.flatMap { logOdds.gradient(at: $0).map { Float($0) } })
    let gradient = try program.backward(upstream)
    guard gradient.scalars.allSatisfy(\.isFinite) else { throw GradientError.notFinite(label: logOdds.label) }
    return (values, gradient)
  }

  /// What a layer makes of one input, and the gradient of the log-odds with respect to it.
  /// - Parameters:
  ///   - layer: one of the taps.
  ///   - logOdds: what is explained.
  ///   - input: `[1, C, H, W]`.
  /// - Throws: `NeuralNetError` where the engine fails, ``GradientError/notFinite(label:)``.
  func gradients(at layer: String, of logOdds: ClassLogOdds, for input: Tensor) throws -> LayerGradients {
    precondition(batchSize == 1, "a layer's gradients are of one input, not of \(batchSize)")
    _ = try gradient(of: logOdds, at: input)
    guard let program else { preconditionFailure("a runner is compiled before it is used") }
    return LayerGradients(activations: try program.tap(layer), gradients: try program.tapGradient(layer))
  }
}
