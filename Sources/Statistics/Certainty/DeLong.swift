/// The area under the ROC curve with its variance, films taken as independent.
///
/// A positive's placement is the share of negatives it scores above, ties counting half; a negative's, the share of positives above it. With m
/// positives and n negatives the variance is var(placements of positives)/m + var(placements of negatives)/n, variances with m - 1 and n - 1.
/// Placements come from midranks, which takes a sort where comparing all pairs would take m · n steps.
///
/// Sources: DeLong, DeLong, Clarke-Pearson, Biometrics 44 (1988); Sun and Xu, "Fast implementation of DeLong's algorithm", IEEE Signal
/// Processing Letters 21 (2014).
public struct DeLong: Sendable, Hashable, Codable {
  public let auroc: Double
  /// Of the area; 0 where every pair is ordered right, or all scores are one.
  public let variance: Double

  /// Nil where a class has fewer than two films: there is no variance.
  /// - Throws: ``StatisticsError/notANumber(index:)``
  public init?(scores: [Double], labels: [Bool]) throws(StatisticsError) {
    guard let placements = try Placements(scores: scores, labels: labels) else { return nil }
    auroc = placements.auroc
    variance = placements.covariance(with: placements)
  }

  /// area ± z √variance, held within 0 and 1; nil where the variance is 0, for an interval without width would claim certainty.
  public func interval(confidence: Double = 0.95) -> Interval? {
    precondition(confidence > 0 && confidence < 1, "a confidence level lies between 0 and 1, not at \(confidence)")
    guard variance > 0 else { return nil }
    let half = -NormalDistribution.quantile((1 - confidence) / 2) * variance.squareRoot()
    return Interval(value: auroc, lower: max(0, auroc - half), upper: min(1, auroc + half))
  }
}

/// Whether two models that scored the same films differ in area under the ROC curve, films taken as independent.
///
/// The difference's variance is var(first) + var(second) - 2 cov; z is the difference over its root.
///
/// Source: DeLong, DeLong, Clarke-Pearson, Biometrics 44 (1988).
public struct DeLongTest: Sendable, Hashable, Codable {
  /// The first model's area less the second's.
  public let difference: Double
  /// Of the difference.
  public let variance: Double
  /// Nil where the variance is 0, and there is no test: two models that order all pairs alike, or one that orders all right beside one that orders
  /// none, or all wrong.
  public let z: Double?
  /// Two-sided, 2 Φ(-|z|); nil as `z` is.
  public let pValue: Double?

  /// Nil where a class has fewer than two films.
  /// - Parameters:
  ///   - first: the first model's scores.
  ///   - second: the second model's of the same films.
  ///   - labels: true for a positive film.
  /// - Throws: ``StatisticsError/notANumber(index:)``
  public init?(first: [Double], second: [Double], labels: [Bool]) throws(StatisticsError) {
    guard let one = try Placements(scores: first, labels: labels), let other = try Placements(scores: second, labels: labels) else {
      return nil
    }
    difference = one.auroc - other.auroc
    // The variance of the placements' differences: the same as var + var - 2 cov, and never negative by rounding.
    variance = one.varianceOfDifference(to: other)
    z = variance > 0 ? difference / variance.squareRoot() : nil
    pValue = z.map { 2 * NormalDistribution.cumulative(-abs($0)) }
  }

  /// difference ± z √variance, held within -1 and 1; nil where the variance is 0.
  public func interval(confidence: Double = 0.95) -> Interval? {
    precondition(confidence > 0 && confidence < 1, "a confidence level lies between 0 and 1, not at \(confidence)")
    guard variance > 0 else { return nil }
    let half = -NormalDistribution.quantile((1 - confidence) / 2) * variance.squareRoot()
    return Interval(value: difference, lower: max(-1, difference - half), upper: min(1, difference + half))
  }
}

/// DeLong's structural components of one area.
private struct Placements {
  let auroc: Double
  private let positives: [Double]
  private let negatives: [Double]

  init?(scores: [Double], labels: [Bool]) throws(StatisticsError) {
    precondition(scores.count == labels.count, "\(scores.count) scores for \(labels.count) labels")
    if let index = scores.firstIndex(where: \.isNaN) { throw .notANumber(index: index) }
    let sick = scores.indices.filter { labels[$0] }
    let healthy = scores.indices.filter { !labels[$0] }
    guard sick.count >= 2, healthy.count >= 2 else { return nil }
    let ranks = midranks(scores)
    let ownSick = midranks(sick.map { scores[$0] })
    let ownHealthy = midranks(healthy.map { scores[$0] })
    positives = sick.indices.map { (ranks[sick[$0]] - ownSick[$0]) / Double(healthy.count) }
    negatives = healthy.indices.map { 1 - (ranks[healthy[$0]] - ownHealthy[$0]) / Double(sick.count) }
    auroc = positives.reduce(0, +) / Double(positives.count)
  }

  func covariance(with other: Placements) -> Double {
    Self.covariance(positives, other.positives) / Double(positives.count)
      + Self.covariance(negatives, other.negatives) / Double(negatives.count)
  }

  func varianceOfDifference(to other: Placements) -> Double {
    let sick = zip(positives, other.positives).map { $0 - $1 }
    let healthy = zip(negatives, other.negatives).map { $0 - $1 }
    return Self.covariance(sick, sick) / Double(sick.count) + Self.covariance(healthy, healthy) / Double(healthy.count)
  }

  private static func covariance(_ x: [Double], _ y: [Double]) -> Double {
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    return zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / (count - 1)
  }
}
