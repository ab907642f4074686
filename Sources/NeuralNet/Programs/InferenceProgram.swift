/// A graph compiled for inference at one batch size: batch normalisation folded, activations fused, no gradient memory.
///
/// A program is not thread-safe and runs fastest from one thread: see ``ComputeThread``.
public final class InferenceProgram {
  private let source: Graph
  private let compiled: CompiledGraph

  /// `[N, C, H, W]` or `[N, C]`
  public var inputShape: Shape { compiled.inputShape }
  /// `[N, outputs]`: logits, not probabilities.
  public var outputShape: Shape { compiled.outputShape }
  /// Bytes of the memory that a run works in, parameters aside.
  public var arenaByteCount: Int { compiled.arenaByteCount }

  /// Compiles `graph` with `parameters`.
  ///
  /// Parameters that nobody else holds are freed as the program takes them.
  /// - Throws: ``NeuralNetError`` when a parameter is missing or has another shape, or oneDNN refuses an operation.
  public init(
    _ graph: Graph, _ parameters: consuming Parameters, _ options: CompileOptions = CompileOptions()
  ) throws(NeuralNetError) {
    source = graph
    let (folded, values) = try graph.foldingBatchNormalization(parameters, keeping: options.taps)
    compiled = try CompiledGraph(
      folded.poolingBeforeReLU(keeping: options.taps), values, mode: .inference, options: options)
    taps = options.taps
  }

  private let taps: Set<String>

  /// Computes `output` from `input`; both have the program's shapes. Nothing is allocated.
  public func run(_ input: borrowing Tensor, into output: inout Tensor) throws(NeuralNetError) {
    guard output.shape == outputShape else { throw .tensorShape(what: "output", expected: outputShape, actual: output.shape) }
    try compiled.writeInput(input)
    compiled.recorder?.end("input")
    try compiled.runForward()
    output.copy(from: compiled.output)
    compiled.recorder?.end("output")
  }

  /// Runs on `input` once and then `runs` times more, and says where the time of those went.
  public func profile(_ input: borrowing Tensor, runs: Int) throws(NeuralNetError) -> ProgramProfile {
    var output = Tensor(shape: outputShape)
    return try compiled.profile(runs) { () throws(NeuralNetError) in try run(input, into: &output) }
  }

  /// Replaces the parameters, as after an epoch of training.
  public func load(_ parameters: Parameters) throws(NeuralNetError) {
    let (_, values) = try source.foldingBatchNormalization(parameters, keeping: taps)
    try compiled.load(values)
  }

  /// The last run's result of the node `name`, which the options must have listed.
  /// - Throws: ``NeuralNetError/unknownTap(name:)``
  public func tap(_ name: String) throws(NeuralNetError) -> Tensor { try compiled.tap(name) }

  /// The implementation of every step, oneDNN's or ours, in the order they run.
  public var implementations: [(node: String, implementation: String)] { compiled.implementations }
}
