/// How far probabilities are from what films show: the mean of (probability - label)², the label being 1 or 0. 0 is perfect; always saying 0.5
/// gives 0.25.
///
/// Source: Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950); half of his two-class sum, as
/// is the custom.
public enum BrierScore {
  /// The mean; nil where there is no film.
  /// - Parameters:
  ///   - probabilities: of the positive class, 0 to 1.
  ///   - labels: true for a positive film.
  /// - Throws: ``StatisticsError/notAProbability(index:)``
  public static func value(probabilities: [Double], labels: [Bool]) throws(StatisticsError) -> Double? {
    let errors = try squaredErrors(probabilities: probabilities, labels: labels)
    return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
  }

  /// Each film's (probability - label)²: for `Interval.clusteredMean(of:draws:confidence:)`.
  /// - Throws: ``StatisticsError/notAProbability(index:)``
  public static func squaredErrors(probabilities: [Double], labels: [Bool]) throws(StatisticsError) -> [Double] {
    precondition(probabilities.count == labels.count, "\(probabilities.count) probabilities for \(labels.count) labels")
    try expectProbabilities(probabilities)
    return zip(probabilities, labels).map { probability, label in
      let error = probability - (label ? 1 : 0)
      return error * error
    }
  }
}
