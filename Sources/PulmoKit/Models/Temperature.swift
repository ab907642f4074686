import Statistics

/// By how much a network's certainty is taken back before it is called a probability, with where that comes from.
public struct Temperature: Sendable, Hashable, Codable {
  /// What the logit of pneumonia is divided by, above 0: above 1 it takes certainty back.
  public var value: Double
  /// Of which data the films were that it was fitted on.
  public var fittedOn: String
  /// How many films those were.
  public var studyCount: Int

  public init(value: Double, fittedOn: String, studyCount: Int) {
    self.value = value
    self.fittedOn = fittedOn
    self.studyCount = studyCount
  }
}

extension Temperature {
  /// The temperature under which the labels of `scores` are likeliest (`TemperatureScaling`).
  /// - Parameters:
  ///   - scores: of films that trained nothing, at a temperature of 1.
  ///   - description: of which data they are, for the artifact.
  /// - Throws: `StatisticsError`: where a class is missing, where no temperature is the best, and where a score is no number.
  init(fitting scores: [ScoredStudy], description: String) throws(StatisticsError) {
    if let index = scores.firstIndex(where: { !$0.probability.isFinite }) { throw .notFinite(index: index) }
    let logits = scores.map { Logistic.logit(ofProbability: $0.probability) }
    let scaling = try TemperatureScaling(fitting: logits, labels: scores.map(\.label.isPneumonia))
    self.init(value: scaling.temperature, fittedOn: description, studyCount: scores.count)
  }
}
