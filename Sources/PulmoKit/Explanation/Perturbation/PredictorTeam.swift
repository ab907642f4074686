import FoundationEssentials
import NeuralNet

/// Predictors of one thread each that share the pictures of an explanation in whole batches.
///
/// What a program of several threads says hangs on how they share its sums. A program of one thread says the same of a picture wherever it
/// stands, and so does any number of them side by side: an explanation has the same bits on any number of threads.
struct PredictorTeam: Sendable {
  private let members: [Predictor]
  private let scheme: LabelScheme
  private let calibration: Calibration?

  /// Compiles the network once for each thread it may compute on.
  /// - Parameters:
  ///   - network: as it is explained.
  ///   - batchSize: pictures a run; another size may change the last bits.
  init(_ network: ExplainedNetwork, batchSize: Int) async throws(NeuralNetError) {
    var network = network
    let count = max(1, network.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    network.threads = 1
    var members: [Predictor] = []
    for _ in 0..<count { members.append(try await network.predictor(batchSize: batchSize)) }
    self.members = members
    scheme = network.scheme
    calibration = network.calibration
  }

  /// The network's logits of each picture, in order.
  /// - Parameters:
  ///   - count: pictures.
  ///   - write: writes the input of a number, ``Preprocessing/inputShape``, as several threads ask for it.
  func logits(
    count: Int, writing write: @escaping @Sendable (Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) async throws(NeuralNetError) -> [[Float]] {
    let parts = await withTaskGroup(of: (place: Int, result: Result<[[Float]], NeuralNetError>).self) { group in
      for (place, numbers) in shares(of: count).enumerated() {
        let member = members[place]
        group.addTask {
          do throws(NeuralNetError) {
            return (place, .success(try await member.logits(of: numbers, writing: write)))
          } catch {
            return (place, .failure(error))
          }
        }
      }
      var parts = [Result<[[Float]], NeuralNetError>](repeating: .success([]), count: members.count)
      for await part in group { parts[part.place] = part.result }
      return parts
    }
    var logits: [[Float]] = []
    for part in parts { logits += try part.get() }
    return logits
  }

  /// The probability of a class in each picture, in order.
  /// - Parameters:
  ///   - label: a class that the network tells apart.
  ///   - count: pictures.
  ///   - write: as for ``logits(count:writing:)``.
  func probabilities(
    of label: Label, count: Int, writing write: @escaping @Sendable (Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) async throws(NeuralNetError) -> [Double] {
    try await logits(count: count, writing: write).map { logits in
      guard let probability = FilmProbabilities(logits: logits, scheme, calibration).probability(of: label) else {
        preconditionFailure("the network does not tell \(label) apart")
      }
      return probability
    }
  }

  /// The log-odds of a class, before calibration, in each picture, in order.
  func logOdds(
    of label: Label, count: Int, writing write: @escaping @Sendable (Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) async throws(NeuralNetError) -> [Double] {
    let logOdds = ClassLogOdds(of: label, in: scheme)
    return try await logits(count: count, writing: write).map(logOdds.value)
  }

  /// Whole batches, shared as evenly as they can be.
  private func shares(of count: Int) -> [Range<Int>] {
    let batches = (count + members[0].batchSize - 1) / members[0].batchSize
    return members.indices.compactMap { place in
      let first = batches * place / members.count * members[0].batchSize
      let end = min(count, batches * (place + 1) / members.count * members[0].batchSize)
      return first < end ? first..<end : nil
    }
  }
}
