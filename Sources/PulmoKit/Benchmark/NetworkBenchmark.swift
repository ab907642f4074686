public import NeuralNet

/// Times a network of given architecture on noise pictures, on a thread of its own.
///
/// ```swift
/// let benchmark = try NetworkBenchmark(.deepCNN(DeepCNN()), input: [1, 128, 128], threads: 2)
/// let seconds = try await benchmark.seconds(of: .training, batchSize: 32, runs: 20)
/// print(32 / seconds, "images/s")
/// ```
public actor NetworkBenchmark {
  /// What a run of the network is for.
  public enum Mode: String, Sendable, Hashable, CaseIterable {
    /// Forward, loss, backward and Adam's update.
    case training
    /// Forward alone, batch normalisation folded.
    case inference
  }

  private nonisolated let thread = ComputeThread()
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  public nonisolated let graph: Graph
  private let threads: Int
  private let parameters: Parameters

  /// - Parameters:
  ///   - architecture: the network to time.
  ///   - input: a picture's shape, `[C, H, W]`.
  ///   - threads: of the team that computes.
  /// - Throws: `ShapeError` naming the layer where the input is too small for the network.
  public init(_ architecture: Architecture, input: Shape, threads: Int) throws(ShapeError) {
    graph = try architecture.graph(input: input)
    self.threads = threads
    var generator = SplitMix64(seed: 1)
    parameters = .initialized(for: graph, using: &generator)
  }

  /// Seconds of one run on a batch: the median of `runs`, after three that are not measured.
  /// - Throws: `NeuralNetError` where the program cannot be compiled; `CancellationError` between two runs.
  public func seconds(of mode: Mode, batchSize: Int, runs: Int) throws -> Double {
    precondition(runs > 0, "a time is of at least one run, not \(runs)")
    let pictures = pictures(batchSize)
    switch mode {
    case .training:
      let program = try trainingProgram(batchSize)
      let targets = targets(batchSize)
      return try median(runs) { _ = try program.step(pictures, targets: targets, learningRate: Self.learningRate, seed: 1) }
    case .inference:
      let program = try InferenceProgram(graph, parameters, CompileOptions(batchSize: batchSize, threads: threads))
      var output = Tensor(shape: program.outputShape)
      return try median(runs) { try program.run(pictures, into: &output) }
    }
  }

  /// Where the time of a run on a batch goes.
  /// - Throws: `NeuralNetError` where the program cannot be compiled.
  public func profile(_ mode: Mode, batchSize: Int, runs: Int) throws(NeuralNetError) -> ProgramProfile {
    let pictures = pictures(batchSize)
    switch mode {
    case .training:
      let program = try trainingProgram(batchSize)
      return try program.profile(pictures, targets: targets(batchSize), learningRate: Self.learningRate, runs: runs)
    case .inference:
      return try InferenceProgram(graph, parameters, CompileOptions(batchSize: batchSize, threads: threads)).profile(pictures, runs: runs)
    }
  }

  /// Small, so that hundreds of steps on one batch of noise stay finite.
  private static let learningRate: Float = 1e-5

  private func trainingProgram(_ batchSize: Int) throws(NeuralNetError) -> TrainingProgram {
    try TrainingProgram(
      graph, parameters, loss: Loss(.sigmoidCrossEntropy), optimizer: Adam(), CompileOptions(batchSize: batchSize, threads: threads))
  }

  /// `[N, C, H, W]`, uniform in 0 ..< 1.
  private func pictures(_ batchSize: Int) -> Tensor {
    var generator = SplitMix64(seed: 2)
    let shape = Shape([batchSize] + graph.inputShape.dimensions)
    return Tensor(shape: shape, scalars: (0..<shape.count).map { _ in generator.nextUnitFloat() })
  }

  /// `[N, outputs]`, 0 and 1 in turn.
  private func targets(_ batchSize: Int) -> Tensor {
    let shape = Shape([batchSize] + graph.outputShape.dimensions)
    return Tensor(shape: shape, scalars: (0..<shape.count).map { Float($0 % 2) })
  }

  private func median(_ runs: Int, _ run: () throws -> Void) throws -> Double {
    let clock = ContinuousClock()
    for _ in 0..<3 { try run() }
    let seconds = try (0..<runs).map { _ in
      try Task.checkCancellation()
      return try clock.measure(run) / .seconds(1)
    }
    return seconds.sorted()[runs / 2]
  }
}
