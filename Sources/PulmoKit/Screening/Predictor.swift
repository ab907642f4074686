import Glibc
public import Imaging
public import NeuralNet

/// Runs a model on preprocessed pictures, a whole program batch at a time; the one road of screening, evaluation and validation.
///
/// ```swift
/// let artifact = try ModelArtifact(at: "Models/deep-cnn-augmented")
/// let predictor = try await Predictor(artifact)
/// let picture = try predictor.preprocessing.picture(at: "film.jpeg")
/// let probability = try await predictor.probabilities(of: [picture])[0]
/// ```
///
/// Everything computes on the predictor's `ComputeThread`: the actor's executor is that thread.
public actor Predictor {
  /// How a film becomes this model's input.
  public nonisolated let preprocessing: Preprocessing
  /// Pictures the program computes at once.
  public nonisolated let batchSize: Int
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let thread: ComputeThread
  /// Nil only while it is compiled, which has to happen on the thread that runs it.
  private var program: InferenceProgram?
  /// `[N, C, H, W]`
  private var input: Tensor
  /// `[N, 1]`: the logit of pneumonia
  private var output: Tensor
  /// What fills a partial batch.
  private let black: GrayImage

  /// Compiles `graph` for one batch size.
  ///
  /// - Parameters:
  ///   - graph: from ``Preprocessing/inputShape`` to one logit.
  ///   - parameters: of that graph, as training left them.
  ///   - preprocessing: how pictures were made for it.
  ///   - batchSize: pictures a run; partial batches are padded with black, and no picture's score depends on its neighbours.
  ///   - threads: threads a run may use; nil for one per processor.
  ///   - thread: where programs run; the trainer passes its own.
  /// - Throws: `NeuralNetError` where a parameter is missing or misshapen, or oneDNN refuses the graph.
  public init(
    graph: Graph, parameters: Parameters, preprocessing: Preprocessing, batchSize: Int, threads: Int? = nil,
    on thread: ComputeThread = ComputeThread()
  ) async throws(NeuralNetError) {
    precondition(batchSize >= 1, "a batch holds at least one picture, not \(batchSize)")
    precondition(graph.inputShape == preprocessing.inputShape, "the graph takes \(graph.inputShape), not \(preprocessing.inputShape)")
    precondition(graph.outputShape.count == 1, "a screening network ends in one logit, not \(graph.outputShape)")
    self.preprocessing = preprocessing
    self.batchSize = batchSize
    self.thread = thread
    input = Tensor(shape: Shape([batchSize] + preprocessing.inputShape.dimensions))
    output = Tensor(shape: [batchSize, 1])
    let (width, height) = (preprocessing.width, preprocessing.height)
    black = GrayImage(width: width, height: height, pixels: Array(repeating: 0, count: width * height))
    program = nil
    // From here on the initialiser runs on `thread`.
    program = try InferenceProgram(graph, parameters, CompileOptions(batchSize: batchSize, threads: threads))
  }

  /// The probability of pneumonia of each picture, in order: `1 / (1 + exp(-logit))` in double precision, 0 to 1.
  ///
  /// A picture's probability is the same, to the bit, wherever it stands in `pictures` and whatever stands beside it.
  /// - Parameter pictures: as ``Preprocessing/picture(at:)`` makes them; any number.
  /// - Throws: `NeuralNetError` where oneDNN fails; the predictor can be used again.
  public func probabilities(of pictures: [GrayImage]) throws(NeuralNetError) -> [Double] {
    guard let program else { preconditionFailure("a predictor is compiled before it is used") }
    var probabilities: [Double] = []
    probabilities.reserveCapacity(pictures.count)
    let scalarsPerPicture = preprocessing.inputShape.count
    for first in stride(from: 0, to: pictures.count, by: batchSize) {
      let batch = pictures[first..<min(first + batchSize, pictures.count)]
      input.scalars.withUnsafeMutableBufferPointer { scalars in
        for slot in 0..<batchSize {
          let place = UnsafeMutableBufferPointer(rebasing: scalars[slot * scalarsPerPicture..<(slot + 1) * scalarsPerPicture])
          preprocessing.fill(place, with: slot < batch.count ? batch[first + slot] : black)
        }
      }
      try program.run(input, into: &output)
      probabilities += output.scalars.prefix(batch.count).map { 1 / (1 + exp(-Double($0))) }
    }
    return probabilities
  }

  /// Replaces the parameters, as after an epoch of training.
  /// - Throws: `NeuralNetError` where one is missing or misshapen; the old ones stay.
  public func load(_ parameters: Parameters) throws(NeuralNetError) {
    guard let program else { preconditionFailure("a predictor is compiled before it is used") }
    try program.load(parameters)
  }
}

extension Predictor {
  /// Compiles a model as it is stored.
  ///
  /// - Parameters:
  ///   - artifact: the model, verified when it was read.
  ///   - batchSize: pictures a run.
  ///   - threads: threads a run may use; nil for one per processor.
  public init(_ artifact: ModelArtifact, batchSize: Int = 1, threads: Int? = nil) async throws(NeuralNetError) {
    try await self.init(
      graph: artifact.graph, parameters: artifact.parameters, preprocessing: artifact.manifest.preprocessing, batchSize: batchSize,
      threads: threads)
  }
}
