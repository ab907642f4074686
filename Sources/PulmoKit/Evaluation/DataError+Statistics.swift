import Statistics

extension DataError {
  /// What is wrong with `scores`.
  init(_ error: StatisticsError, _ scores: [ScoredStudy]) {
    self =
      switch error {
      case .notANumber(let index), .notFinite(let index):
        .invalid(path: scores[index].id, reason: "its score is not a number; leave the film out")
      case .notAProbability(let index):
        .invalid(path: scores[index].id, reason: "its score \(scores[index].probability) is no probability, 0 to 1; give probabilities")
      case .empty: .invalid(path: "scores", reason: "there is no film to evaluate; give some")
      case .noPositives: .invalid(path: "scores", reason: "none of the \(scores.count) films shows a pneumonia; give films of both classes")
      case .noNegatives: .invalid(path: "scores", reason: "each of the \(scores.count) films shows a pneumonia; give films of both classes")
      case .noFit(let reason): .invalid(path: "scores", reason: reason)
      }
  }
}
