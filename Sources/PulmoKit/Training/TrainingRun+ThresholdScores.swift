import FoundationEssentials

extension TrainingRun {
  /// The scores that the recipe chooses the operating threshold on, without those of films in the part `test`, which is to measure it; nil where
  /// it names none.
  ///
  /// A copy of the file is kept in the run's folder at the first start, so a resumed run goes by the same scores.
  /// - Throws: ``DataError`` naming the file and the film: where one is not of this training, or has another patient or side there, a score is no
  ///   probability, or no pneumonia is left.
  func thresholdScores(of split: Split) throws -> [ScoredStudy]? {
    guard let path = recipe.thresholdScores else { return nil }
    let copy = directory.thresholdScores
    guard FileStatus(path: copy) == nil else { return try Self.thresholdScores(at: copy, of: split) }
    guard let content = FileManager.default.contents(atPath: path) else {
      throw DataError.invalid(path: path, reason: "cannot be read; say where the scores are (thresholdScores), or leave it out")
    }
    let scores = try Self.thresholdScores(at: path, of: split)
    try DurableFile.write(content, to: copy)
    return scores
  }

  private static func thresholdScores(at path: String, of split: Split) throws(DataError) -> [ScoredStudy] {
    let films = Dictionary((split.train + split.val + split.test).map { ($0.id, $0) }) { first, _ in first }
    let measured = Set(split.test.map(\.id))
    let scores = try ScoreFile.read(at: path)
    for score in scores {
      guard let film = films[score.id], film.patient == score.patient, film.label.isPneumonia == score.label.isPneumonia else {
        throw .invalid(
          path: path, reason: "\(score.id) is not so among the films of this training; give out-of-fold scores of the same films")
      }
      guard (0...1).contains(score.probability) else {
        throw .invalid(path: path, reason: "\(score.id) has \(score.probability), which is no probability")
      }
    }
    let own = scores.filter { !measured.contains($0.id) }
    guard own.contains(where: \.label.isPneumonia) else {
      throw .invalid(path: path, reason: "has no pneumonia outside the part test to choose a threshold on")
    }
    return own
  }
}
