import Statistics

/// What makes a network's logit of pneumonia z a probability, with where that comes from: p = 1 / (1 + exp(-(z / temperature + bias))).
public struct Calibration: Sendable, Hashable, Codable {
  /// What the logit is divided by, above 0: above 1 it takes certainty back.
  public var temperature: Double
  /// What is added to it then: above 0 where the network finds pneumonia less often than it is there, 0 where one temperature is all there is.
  public var bias: Double
  /// Of which data the films were that it was fitted on.
  public var fittedOn: String
  /// How many films those were.
  public var studyCount: Int

  public init(temperature: Double, bias: Double = 0, fittedOn: String, studyCount: Int) {
    self.temperature = temperature
    self.bias = bias
    self.fittedOn = fittedOn
    self.studyCount = studyCount
  }

  /// As cards and tables show it.
  package var text: String {
    "temperature \(temperature.formatted(decimals: 4))" + (bias == 0 ? "" : ", bias \(bias.formatted(decimals: 4))")
  }

  /// The calibrated logit.
  func callAsFunction(_ logit: Double) -> Double { logit / temperature + bias }

  /// What `earlier` and then this do, as one step; the story of its films is this one's.
  func after(_ earlier: Calibration?) -> Calibration {
    guard let earlier else { return self }
    return Calibration(
      temperature: earlier.temperature * temperature, bias: earlier.bias / temperature + bias, fittedOn: fittedOn, studyCount: studyCount)
  }
}

extension Calibration {
  /// The calibration of a kind under which the labels of `scores` are likeliest; nil where none is wanted.
  /// - Parameters:
  ///   - choice: of which kind.
  ///   - scores: of films that trained nothing; what they are scored with is what is calibrated.
  ///   - description: of which data they are, for the artifact.
  /// - Throws: `StatisticsError`: where a class is missing, where no calibration is the best, and where a score is no number.
  init?(_ choice: CalibrationChoice, fitting scores: [ScoredStudy], description: String) throws(StatisticsError) {
    if let index = scores.firstIndex(where: { !$0.probability.isFinite }) { throw .notFinite(index: index) }
    let logits = scores.map { Logistic.logit(ofProbability: $0.probability) }
    let labels = scores.map(\.label.isPneumonia)
    switch choice {
    case .none:
      return nil
    case .temperature:
      let scaling = try TemperatureScaling(fitting: logits, labels: labels)
      self.init(temperature: scaling.temperature, fittedOn: description, studyCount: scores.count)
    case .platt:
      let scaling = try PlattScaling(fitting: logits, labels: labels)
      guard scaling.slope > 0 else {
        throw .noFit(reason: "the probabilities speak against the labels; check that the labels are those of these films")
      }
      self.init(temperature: 1 / scaling.slope, bias: scaling.intercept, fittedOn: description, studyCount: scores.count)
    }
  }
}
