public import NeuralNet

/// A network as explanations take it apart: what an artifact holds of it, or the same with other parameters.
public struct ExplainedNetwork: Sendable {
  public let graph: Graph
  /// Of that graph.
  public var parameters: Parameters
  /// How its pictures are made.
  public let preprocessing: Preprocessing
  /// What makes the logit of pneumonia a probability; nil where it is what the network says.
  public let calibration: Calibration?
  /// Threads it may compute on; nil for one per processor.
  public var threads: Int?
  /// Which classes it tells apart.
  public let scheme: LabelScheme

  /// - Parameters:
  ///   - artifact: the model.
  ///   - threads: threads it may compute on; nil for one per processor.
  public init(_ artifact: ModelArtifact, threads: Int? = nil) {
    guard let scheme = LabelScheme(outputs: artifact.graph.outputShape) else { preconditionFailure("an artifact's outputs are checked") }
    graph = artifact.graph
    parameters = artifact.parameters
    preprocessing = artifact.manifest.preprocessing
    calibration = artifact.manifest.calibration
    self.threads = threads
    self.scheme = scheme
  }

  /// The classes that can be explained: normal and pneumonia, and the kinds of pneumonia where the network tells them apart.
  public var labels: [Label] { scheme == .binary ? [.normal, .pneumonia] : [.normal, .bacterial, .viral, .pneumonia] }

  /// The network compiled to be asked for probabilities.
  /// - Parameter batchSize: pictures a run.
  public func predictor(batchSize: Int) async throws(NeuralNetError) -> Predictor {
    try await Predictor(
      graph: graph, parameters: parameters, preprocessing: preprocessing, calibration: calibration, batchSize: batchSize, threads: threads)
  }
}
