import NeuralNet
import Synchronization

/// Predictors of one model, lent to one piece of work each.
final class PredictorPool: Sendable {
  private let idle: Mutex<[Predictor]>

  /// - Parameter count: how many pieces of work there are at once. Each predictor computes one picture's views on one thread, as those of ``Screening`` do.
  init(_ artifact: ModelArtifact, count: Int) async throws(NeuralNetError) {
    var predictors: [Predictor] = []
    for _ in 0..<count { predictors.append(try await Predictor(artifact, threads: 1)) }
    idle = Mutex(predictors)
  }

  /// Runs `work` with a predictor that nobody else has meanwhile.
  func lend<Result: Sendable>(to work: (Predictor) async throws -> Result) async rethrows -> Result {
    let predictor = idle.withLock { $0.popLast() }
    guard let predictor else { preconditionFailure("more pieces of work at once than predictors") }
    defer { idle.withLock { $0.append(predictor) } }
    return try await work(predictor)
  }
}
