import Imaging

/// Scores labelled films as they are and under every ``Corruption``, several films at a time.
///
/// ```swift
/// let films = try await RobustnessTest(artifact, threads: 2).score(studies)
/// print(try Robustness(films, threshold: artifact.manifest.threshold.value).table)
/// ```
///
/// Each film is decoded once; its variants go through the model's own preprocessing. A film's scores are the same to the bit however many
/// threads there are.
public struct RobustnessTest: Sendable {
  public let artifact: ModelArtifact
  /// Films worked on at the same time, by a predictor each that computes one picture's views on one thread, as ``Screening``'s do: a film of
  /// 224×224 pixels has the clean score that screening gives it, to the bit.
  public let threads: Int

  public init(_ artifact: ModelArtifact, threads: Int) {
    precondition(threads >= 1, "at least one film is worked on at a time, not \(threads)")
    self.artifact = artifact
    self.threads = threads
  }

  /// The scores of `studies`, in their order.
  /// - Parameters:
  ///   - studies: the films.
  ///   - progress: called with how many of all are done.
  /// - Throws: `ImagingError` for a film that cannot be read, or for which the model gives no number; `NeuralNetError` where the engine fails;
  ///   `CancellationError`.
  public func score(_ studies: [Study], progress: (Int, Int) -> Void = { _, _ in }) async throws -> [CorruptedScores] {
    try await withThrowingTaskGroup(of: Work.self) { group in
      var idle = (0..<min(threads, studies.count)).map { _ in nil as Predictor? }
      var films = [CorruptedScores?](repeating: nil, count: studies.count)
      var started = 0
      for done in studies.indices {
        try Task.checkCancellation()
        while started < studies.count, let predictor = idle.popLast() {
          let index = started
          group.addTask { try await work(on: index, studies[index], predictor) }
          started += 1
        }
        guard let work = try await group.next() else { preconditionFailure("films are left but nobody works on them") }
        idle.append(work.predictor)
        films[work.index] = work.scores
        progress(done + 1, studies.count)
      }
      return films.compactMap(\.self)
    }
  }

  private struct Work: Sendable {
    let index: Int
    let scores: CorruptedScores
    let predictor: Predictor
  }

  /// - Parameter predictor: the worker's; nil for its first film.
  private func work(on index: Int, _ study: Study, _ predictor: Predictor?) async throws -> Work {
    let worker: Predictor = if let predictor { predictor } else { try await Predictor(artifact, threads: 1) }
    return Work(index: index, scores: try await scores(of: study, worker), predictor: worker)
  }

  private func scores(of study: Study, _ predictor: Predictor) async throws -> CorruptedScores {
    let film = Corruption.picture(of: try GrayImage(contentsOf: study.path))
    let variants = [film] + Corruption.allCases.map { $0(film, of: study) }
    let probabilities = try await predictor.probabilities(of: variants.map(predictor.preprocessing.picture(of:))).map(\.pneumonia)
    // What is no number must not pass for a normal film.
    guard probabilities.allSatisfy(\.isFinite) else {
      throw ImagingError(path: study.path, reason: "the model gives no number for this film corrupted; its weights may be damaged")
    }
    return CorruptedScores(
      id: study.id, patient: study.patient, label: study.label, clean: probabilities[0], corrupted: Array(probabilities.dropFirst()))
  }
}
