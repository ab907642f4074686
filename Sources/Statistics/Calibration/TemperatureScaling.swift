#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Calibration by one number: probability = 1 / (1 + exp(-logit / temperature)).
///
/// Above 1 it takes certainty back, below 1 it adds some. It leaves the order of films, hence every area, and the decision at 0.5 as they are.
///
/// Source: Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks", ICML 2017.
public struct TemperatureScaling: Sendable, Hashable, Codable {
  /// Above 0.
  public let temperature: Double

  public init(temperature: Double) {
    precondition(temperature > 0 && temperature.isFinite, "a temperature is above 0 and finite, not \(temperature)")
    self.temperature = temperature
  }

  /// The temperature under which the labels are likeliest: least Σ log(1 + exp(∓logit / T)).
  ///
  /// The sum is convex in 1/T; Newton's method, its steps halved where they overshoot, goes on until 1/T moves by less than 1e-13 of itself.
  /// - Parameters:
  ///   - logits: of films that neither the network nor its threshold learned from; finite (`Logistic.logit(ofProbability:)` is).
  ///   - labels: true for a positive film.
  /// - Throws: ``StatisticsError/empty``, ``StatisticsError/notFinite(index:)``, ``StatisticsError/noPositives``,
  ///   ``StatisticsError/noNegatives``; ``StatisticsError/noFit(reason:)`` where logit 0 parts the classes without an error, so that ever
  ///   more certainty fits ever better, and where the logits speak against the labels, so that no temperature is better than infinite.
  public init(fitting logits: [Double], labels: [Bool]) throws(StatisticsError) {
    try expectToFit(logits: logits, labels: labels)
    guard zip(logits, labels).contains(where: { $1 ? $0 < 0 : $0 > 0 }) else {
      throw .noFit(reason: "logit 0 parts the classes without an error, so no temperature is the best; calibrate on more films")
    }
    guard zip(logits, labels).reduce(0, { $0 + ($1.1 ? $1.0 : -$1.0) }) > 0 else {
      throw .noFit(reason: "the logits speak against the labels; check that the higher ones are the positive class's")
    }
    var inverse = 1.0
    var cost = Self.cost(logits, labels, inverse)
    for _ in 0..<200 {
      var gradient = 0.0
      var curvature = 0.0
      for (logit, label) in zip(logits, labels) {
        let probability = Logistic.probability(ofLogit: inverse * logit)
        gradient += (probability - (label ? 1 : 0)) * logit
        curvature += probability * (1 - probability) * logit * logit
      }
      guard gradient != 0 else { break }
      var step = curvature > 0 ? gradient / curvature : (gradient > 0 ? 1 : -1) * inverse / 2
      // Half way to 0 at most, so that the sign stays.
      if step > inverse / 2 { step = inverse / 2 }
      if step < -inverse { step = -inverse }
      if abs(step) <= 1e-13 * inverse { break }
      while Self.cost(logits, labels, inverse - step) > cost, abs(step) > 1e-13 * inverse { step /= 2 }
      inverse -= step
      cost = Self.cost(logits, labels, inverse)
    }
    self.init(temperature: 1 / inverse)
  }

  /// The calibrated probability.
  public func probability(ofLogit logit: Double) -> Double { Logistic.probability(ofLogit: logit / temperature) }

  private static func cost(_ logits: [Double], _ labels: [Bool], _ inverse: Double) -> Double {
    zip(logits, labels).reduce(0) { $0 + Logistic.softplus($1.1 ? -inverse * $1.0 : inverse * $1.0) }
  }
}
