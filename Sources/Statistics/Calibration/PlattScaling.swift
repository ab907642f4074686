#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Calibration by two numbers: probability = 1 / (1 + exp(-(slope · logit + intercept))).
///
/// Beside the certainty it moves the point where both classes are equally likely: of use where the positive class is more or less frequent than in
/// training. With a positive slope it leaves the order of films as it is.
///
/// Sources: Platt, "Probabilistic outputs for support vector machines", Advances in Large Margin Classifiers (1999); Lin, Lin, Weng, "A note
/// on Platt's probabilistic outputs", Machine Learning 68 (2007), whose method of fitting this is.
public struct PlattScaling: Sendable, Hashable, Codable {
  public let slope: Double
  public let intercept: Double

  public init(slope: Double, intercept: Double) {
    self.slope = slope
    self.intercept = intercept
  }

  /// The numbers under which Platt's targets are likeliest: (N₊ + 1)/(N₊ + 2) for a positive film and 1/(N₋ + 2) for a negative one, in place of 1
  /// and 0, so that classes that part without an error have a finite fit too.
  ///
  /// Newton's method in two unknowns, its steps halved where they overshoot, until a step is below 1e-13 of the numbers. The logits are
  /// brought to mean 0 and spread 1 for the fit, so that their scale does not matter.
  /// - Parameters:
  ///   - logits: of films that neither the network nor its threshold learned from; finite. Any score will do.
  ///   - labels: true for a positive film.
  /// - Throws: ``StatisticsError/empty``, ``StatisticsError/notFinite(index:)``, ``StatisticsError/noPositives``,
  ///   ``StatisticsError/noNegatives``; ``StatisticsError/noFit(reason:)`` where all logits are one, or so far apart that their spread is no
  ///   number.
  public init(fitting logits: [Double], labels: [Bool]) throws(StatisticsError) {
    try expectToFit(logits: logits, labels: labels)
    let count = Double(logits.count)
    let mean = logits.reduce(0, +) / count
    let spread = (logits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    guard spread > 0, spread.isFinite, logits.contains(where: { $0 != logits[0] }) else {
      throw .noFit(reason: "all logits are one, or too far apart to compute with; calibrate on scores that differ")
    }
    let positives = Double(labels.count { $0 })
    let targets = labels.map { $0 ? (positives + 1) / (positives + 2) : 1 / (count - positives + 2) }
    let inputs = logits.map { ($0 - mean) / spread }
    var fit = (slope: 0.0, intercept: log((positives + 1) / (count - positives + 1)))
    var cost = Self.cost(inputs, targets, fit)
    for _ in 0..<200 {
      var gradient = (slope: 0.0, intercept: 0.0)
      var curvature = (slope: 0.0, both: 0.0, intercept: 0.0)
      for (input, target) in zip(inputs, targets) {
        let probability = Logistic.probability(ofLogit: fit.slope * input + fit.intercept)
        let error = probability - target
        let weight = probability * (1 - probability)
        gradient.slope += error * input
        gradient.intercept += error
        curvature.slope += weight * input * input
        curvature.both += weight * input
        curvature.intercept += weight
      }
      let determinant = curvature.slope * curvature.intercept - curvature.both * curvature.both
      guard determinant > 0 else { break }
      var step = (
        slope: (curvature.intercept * gradient.slope - curvature.both * gradient.intercept) / determinant,
        intercept: (curvature.slope * gradient.intercept - curvature.both * gradient.slope) / determinant
      )
      func isSmall() -> Bool { max(abs(step.slope), abs(step.intercept)) <= 1e-13 * max(1, abs(fit.slope), abs(fit.intercept)) }
      if isSmall() { break }
      func moved() -> (slope: Double, intercept: Double) { (fit.slope - step.slope, fit.intercept - step.intercept) }
      while Self.cost(inputs, targets, moved()) > cost, !isSmall() { step = (step.slope / 2, step.intercept / 2) }
      fit = moved()
      cost = Self.cost(inputs, targets, fit)
    }
    self.init(slope: fit.slope / spread, intercept: fit.intercept - fit.slope * mean / spread)
  }

  /// The calibrated probability.
  public func probability(ofLogit logit: Double) -> Double { Logistic.probability(ofLogit: slope * logit + intercept) }

  /// Σ -target · log p - (1 - target) · log(1 - p)
  private static func cost(_ inputs: [Double], _ targets: [Double], _ fit: (slope: Double, intercept: Double)) -> Double {
    zip(inputs, targets).reduce(0) { sum, film in
      let logit = fit.slope * film.0 + fit.intercept
      return sum + Logistic.softplus(logit) - film.1 * logit
    }
  }
}
