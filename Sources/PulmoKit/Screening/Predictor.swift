public import Imaging
public import NeuralNet

/// Runs a model on preprocessed pictures, a whole program batch at a time; the one road of screening, evaluation and validation.
///
/// ```swift
/// let artifact = try ModelArtifact(at: "Models/lite-three-class")
/// let predictor = try await Predictor(artifact)
/// let picture = try predictor.preprocessing.picture(at: "film.jpeg")
/// let probability = try await predictor.probabilities(of: [picture])[0].pneumonia
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
  /// `[N, outputs]`: the logits
  private var output: Tensor
  private let scheme: LabelScheme
  private let calibration: Calibration?
  /// What fills a partial batch.
  private let black: GrayImage

  /// Compiles `graph` for one batch size.
  ///
  /// - Parameters:
  ///   - graph: from ``Preprocessing/inputShape`` to the logits of a ``LabelScheme``.
  ///   - parameters: of that graph, as training left them.
  ///   - preprocessing: how pictures were made for it.
  ///   - calibration: what makes the logit of pneumonia a probability; nil leaves what the network says.
  ///   - batchSize: pictures a run; partial batches are padded with black, and no picture's score depends on its neighbours.
  ///   - threads: threads a run may use; nil for one per processor.
  ///   - thread: where programs run; the trainer passes its own.
  /// - Throws: `NeuralNetError` where a parameter is missing or misshapen, or oneDNN refuses the graph.
  public init(
    graph: Graph, parameters: Parameters, preprocessing: Preprocessing, calibration: Calibration? = nil, batchSize: Int,
    threads: Int? = nil, on thread: ComputeThread = ComputeThread()
  ) async throws(NeuralNetError) {
    precondition(batchSize >= 1, "a batch holds at least one picture, not \(batchSize)")
    precondition(graph.inputShape == preprocessing.inputShape, "the graph takes \(graph.inputShape), not \(preprocessing.inputShape)")
    guard let scheme = LabelScheme(outputs: graph.outputShape) else { preconditionFailure("no classes end in \(graph.outputShape)") }
    self.preprocessing = preprocessing
    self.batchSize = batchSize
    self.thread = thread
    input = Tensor(shape: Shape([batchSize] + preprocessing.inputShape.dimensions))
    self.scheme = scheme
    self.calibration = calibration
    output = Tensor(shape: [batchSize, scheme.outputCount])
    let (width, height) = (preprocessing.width, preprocessing.height)
    black = GrayImage(width: width, height: height, pixels: Array(repeating: 0, count: width * height))
    program = nil
    // From here on the initialiser runs on `thread`.
    program = try InferenceProgram(graph, parameters, CompileOptions(batchSize: batchSize, threads: threads))
  }

  /// What the network says of each picture, in order: of the mean of its logits of the views that ``preprocessing`` asks for.
  ///
  /// A picture's probabilities are the same, to the bit, wherever it stands in `pictures` and whatever stands beside it.
  /// - Parameter pictures: as ``Preprocessing/picture(at:)`` makes them; any number.
  /// - Throws: `NeuralNetError` where oneDNN fails; the predictor can be used again.
  public func probabilities(of pictures: [GrayImage]) throws(NeuralNetError) -> [FilmProbabilities] {
    let views = preprocessing.views
    let logits = try logits(of: 0..<pictures.count * views) { [preprocessing] index, input in
      preprocessing.fill(input, with: FilmViews.view(index % views, of: pictures[index / views]))
    }
    return stride(from: 0, to: logits.count, by: views).map { first in
      let sums = logits[first + 1..<first + views].reduce(logits[first]) { sums, own in zip(sums, own).map { $0 + $1 } }
      return FilmProbabilities(logits: sums.map { $0 / Float(views) }, scheme, calibration)
    }
  }

  /// The network's own logits, in the order of the scheme's outputs, of inputs that are written where it reads them.
  /// - Parameters:
  ///   - numbers: those of the inputs.
  ///   - write: writes the input of a number, ``Preprocessing/inputShape``.
  func logits(
    of numbers: Range<Int>, writing write: @Sendable (Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(NeuralNetError) -> [[Float]] {
    guard let program else { preconditionFailure("a predictor is compiled before it is used") }
    var logits: [[Float]] = []
    logits.reserveCapacity(numbers.count)
    let scalarsPerPicture = preprocessing.inputShape.count
    for first in stride(from: numbers.lowerBound, to: numbers.upperBound, by: batchSize) {
      let batch = first..<min(first + batchSize, numbers.upperBound)
      input.scalars.withUnsafeMutableBufferPointer { scalars in
        for slot in 0..<batchSize {
          let place = UnsafeMutableBufferPointer(rebasing: scalars[slot * scalarsPerPicture..<(slot + 1) * scalarsPerPicture])
          if slot < batch.count { write(first + slot, place) } else { preprocessing.fill(place, with: black) }
        }
      }
      try program.run(input, into: &output)
      for picture in 0..<batch.count {
        logits.append(Array(output.scalars[picture * scheme.outputCount..<(picture + 1) * scheme.outputCount]))
      }
    }
    return logits
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
  ///   - batchSize: pictures a run; nil for the views of one film.
  ///   - threads: threads a run may use; nil for one per processor.
  public init(_ artifact: ModelArtifact, batchSize: Int? = nil, threads: Int? = nil) async throws(NeuralNetError) {
    try await self.init(
      graph: artifact.graph, parameters: artifact.parameters, preprocessing: artifact.manifest.preprocessing,
      calibration: artifact.manifest.calibration, batchSize: batchSize ?? artifact.manifest.preprocessing.views, threads: threads)
  }
}
