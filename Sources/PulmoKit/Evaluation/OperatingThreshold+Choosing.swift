import Statistics

extension OperatingThreshold {
  /// The highest threshold that finds at least `sensitivity` of the pneumonias of `scores`, up to the middle between two films' scores
  /// (`ROCCurve.threshold(forSensitivity:)`).
  /// - Parameters:
  ///   - sensitivity: the share of the pneumonias to find, `0 < sensitivity ≤ 1`.
  ///   - scores: films that trained nothing.
  ///   - description: of which data they are, for the artifact.
  /// - Throws: ``DataError`` where there is no pneumonia among them, or a score is no number.
  public init(reaching sensitivity: Double, on scores: [ScoredStudy], description: String) throws(DataError) {
    precondition(sensitivity > 0 && sensitivity <= 1, "a sensitivity to reach is above 0 and at most 1, not \(sensitivity)")
    do throws(StatisticsError) {
      let curve = try ROCCurve(scores: scores.map(\.probability), labels: scores.map(\.label.isPneumonia))
      let value = try curve.threshold(forSensitivity: sensitivity).threshold
      self.init(value: value, wantedSensitivity: sensitivity, chosenOn: description, studyCount: scores.count)
    } catch {
      throw DataError(error, scores)
    }
  }
}
