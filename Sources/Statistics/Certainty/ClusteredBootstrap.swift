/// What one resample of the patients gives.
public struct Resample: Sendable, Hashable {
  /// At the threshold; a film counts as often as its patient was drawn.
  public let confusion: ConfusionMatrix
  /// The area under the ROC curve; nil where a class is missing.
  public let auroc: Double?
  /// Nil where there is no positive.
  public let averagePrecision: Double?
}

/// Intervals of any figure by resampling patients, for films that are not independent of each other.
///
/// ```swift
/// let draws = PatientDraws(patients: patients, labels: labels, seed: 1)
/// let bootstrap = try ClusteredBootstrap(scores: scores, threshold: 0.5, draws: draws)
/// let area = bootstrap.interval { $0.auroc }
/// let kappa = bootstrap.interval { $0.confusion.kappa }
/// ```
///
/// The ends are percentiles of the figure over the resamples (linear between neighbours). Patients are taken as independent of each other,
/// and as many enough to stand for all: with fewer than some twenty in a class the interval is too narrow.
///
/// Sources: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13; Field and Welsh, "Bootstrapping clustered data",
/// JRSS B 69 (2007).
public struct ClusteredBootstrap: Sendable, Hashable {
  public let draws: PatientDraws
  /// The figures of the films as they are.
  public let observed: Resample
  /// The figures of each resample, in the order drawn.
  public let resamples: [Resample]

  /// Resamples the patients of `draws`: the scores are sorted once, each resample is one pass.
  /// - Parameters:
  ///   - scores: one a film, in the order of the films of `draws`.
  ///   - threshold: `score >= threshold` is a positive decision.
  ///   - draws: the patients drawn.
  /// - Throws: ``StatisticsError/notANumber(index:)``
  public init(scores: [Double], threshold: Double, draws: PatientDraws) throws(StatisticsError) {
    let films = try RankedFilms(scores: scores, threshold: threshold, draws: draws)
    let once = [Int32](repeating: 1, count: draws.patientCount)
    observed = once.withUnsafeBufferPointer { films.resample($0) }
    var resamples: [Resample] = []
    resamples.reserveCapacity(draws.count)
    draws.forEach { resamples.append(films.resample($0)) }
    self.resamples = resamples
    self.draws = draws
  }

  /// The interval of `figure`: nil where the figure is undefined, where it is in more than one of twenty resamples, where an end is infinite,
  /// and where the ends agree, for an interval without width would claim certainty.
  public func interval(confidence: Double = 0.95, of figure: (Resample) -> Double?) -> Interval? {
    guard let value = figure(observed) else { return nil }
    return Interval(value: value, resampled: resamples.map(figure), confidence: confidence)
  }

  /// The interval of this model's figure less the `other`'s, both on the same draws; nil as for ``interval(confidence:of:)``.
  public func interval(
    ofDifferenceTo other: ClusteredBootstrap, confidence: Double = 0.95, of figure: (Resample) -> Double?
  ) -> Interval? {
    precondition(draws == other.draws, "a paired difference needs the same draws of the same films' patients")
    guard let value = figure(observed), let otherValue = figure(other.observed) else { return nil }
    let differences = zip(resamples, other.resamples).map { own, other -> Double? in
      guard let own = figure(own), let other = figure(other) else { return nil }
      return own - other
    }
    return Interval(value: value - otherValue, resampled: differences, confidence: confidence)
  }
}
