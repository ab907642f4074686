/// Net benefit of acting on a probability, against acting on everyone and on no one.
///
/// Whoever acts from a probability p on holds one found positive worth (1 - p) / p false alarms. The net benefit, in found positives a film, is
/// tp/n - fp/n · p/(1 - p). Acting on all gives π - (1 - π) · p/(1 - p), with the prevalence π; acting on none gives 0. A model is of use at
/// the p where it is above both.
///
/// Source: Vickers and Elkin, "Decision curve analysis", Medical Decision Making 26 (2006).
public struct DecisionCurve: Sendable, Hashable, Codable {
  public struct Point: Sendable, Hashable, Codable {
    /// The probability from which on one acts.
    public let threshold: Double
    /// Found positives a film, false alarms taken off.
    public let netBenefit: Double
    /// The same where one acts on every film.
    public let actingOnAll: Double
  }

  /// In the order of the thresholds asked for.
  public let points: [Point]
  /// The share of positives that the points hold for.
  public let prevalence: Double

  /// - Parameters:
  ///   - probabilities: of the positive class, 0 to 1: a score that is no probability has no net benefit.
  ///   - labels: true for a positive film.
  ///   - thresholds: probabilities, 0 or above and below 1; 0.01 to 0.99 in steps of 0.01 by default.
  ///   - prevalence: 0 to 1; that of the films by default. Another one weighs sensitivity and specificity accordingly, as if nothing else
  ///     differed.
  /// - Throws: ``StatisticsError/notAProbability(index:)``, ``StatisticsError/noPositives`` or ``StatisticsError/noNegatives``, where there are
  ///   no films the former.
  public init(
    probabilities: [Double], labels: [Bool], thresholds: [Double] = (1...99).map { Double($0) / 100 }, prevalence: Double? = nil
  ) throws(StatisticsError) {
    precondition(thresholds.allSatisfy { $0 >= 0 && $0 < 1 }, "thresholds lie from 0 to below 1")
    precondition(prevalence.map { $0 >= 0 && $0 <= 1 } ?? true, "a prevalence lies from 0 to 1")
    try expectProbabilities(probabilities)
    let curve = try ROCCurve(scores: probabilities, labels: labels)
    guard curve.positives > 0 else { throw .noPositives }
    guard curve.negatives > 0 else { throw .noNegatives }
    let (positives, negatives) = (Double(curve.positives), Double(curve.negatives))
    let share = prevalence ?? positives / (positives + negatives)
    self.prevalence = share
    points = thresholds.map { threshold in
      let point = curve.point(at: threshold)
      let odds = threshold / (1 - threshold)
      let found = share * Double(point.truePositives) / positives
      let alarms = (1 - share) * Double(point.falsePositives) / negatives
      return Point(threshold: threshold, netBenefit: found - alarms * odds, actingOnAll: share - (1 - share) * odds)
    }
  }
}
