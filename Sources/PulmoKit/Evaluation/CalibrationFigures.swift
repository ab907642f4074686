public import Statistics

/// How far a model's probabilities of pneumonia are from how often it is one.
public struct CalibrationFigures: Sendable, Hashable {
  /// The mean of (probability - label)². Its independent interval is nil: there is no usual one.
  public let brier: QuotedInterval
  /// Ten bins of equal width.
  public let reliability: Reliability

  /// Σ share of films · |mean probability - share of pneumonias| over the bins. Without an interval: chance alone raises it, and resampling
  /// raises it once more.
  public var expectedError: Double? { reliability.expectedError }
  /// The greatest |mean probability - share of pneumonias| of a bin.
  public var maximumError: Double? { reliability.maximumError }

  /// Nil where a score is no probability, or there is none.
  /// - Parameters:
  ///   - scores: the films with their labels.
  ///   - draws: the patients drawn, of the same films in the same order; nil for no interval.
  init?(_ scores: [ScoredStudy], draws: PatientDraws?) throws(StatisticsError) {
    let probabilities = scores.map(\.probability)
    guard !scores.isEmpty, probabilities.allSatisfy({ (0...1).contains($0) }) else { return nil }
    let labels = scores.map(\.label.isPneumonia)
    let errors = try BrierScore.squaredErrors(probabilities: probabilities, labels: labels)
    brier = QuotedInterval(
      value: errors.reduce(0, +) / Double(errors.count), independent: nil,
      clustered: draws.flatMap { .clusteredMean(of: errors, draws: $0) })
    reliability = try Reliability(probabilities: probabilities, labels: labels)
  }
}
