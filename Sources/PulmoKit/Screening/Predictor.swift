public import Imaging
public import NeuralNet

/// Runs a model on preprocessed pictures, a whole program batch at a time; the one road of screening, evaluation and validation.
public actor Predictor {
  public nonisolated let preprocessing: Preprocessing

  /// - Parameters:
  ///   - batchSize: pictures a run; partial batches are padded with black, and no picture's score depends on its neighbours.
  ///   - thread: where programs run; the trainer passes its own.
  public init(
    graph: Graph, parameters: Parameters, preprocessing: Preprocessing, batchSize: Int, threads: Int? = nil, on thread: ComputeThread
  ) throws(NeuralNetError) { preconditionFailure("stub") }

  /// The probability of pneumonia of each picture, in order: sigmoid of the logit, in double precision.
  public func probabilities(of pictures: [GrayImage]) throws(NeuralNetError) -> [Double] { preconditionFailure("stub") }

  public func load(_ parameters: Parameters) throws(NeuralNetError) { preconditionFailure("stub") }
}
