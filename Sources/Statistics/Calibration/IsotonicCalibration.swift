/// Calibration by the rising steps that fit best: no shape is assumed but that a higher score is never less likely to be positive.
///
/// Needs more films than one or two numbers do (a thousand, as a rule of thumb), and ties films that a step takes together, which changes areas.
///
/// Sources: Ayer et al., Annals of Mathematical Statistics 26 (1955), for pooling adjacent violators; Zadrozny and Elkan, KDD 2002, for its use
/// in calibration.
public struct IsotonicCalibration: Sendable, Hashable, Codable {
  /// Ascending: the first and the last score of each step.
  public let scores: [Double]
  /// The probability at each of ``scores``: rising or level.
  public let probabilities: [Double]

  private struct Step {
    let first: Double
    var last: Double
    var sum: Double
    var count: Double
    var mean: Double { sum / count }
  }

  /// The rising function of the score with the least Σ (function - label)²; films of one score are pooled first.
  /// - Parameters:
  ///   - scores: of films that neither the network nor its threshold learned from; finite.
  ///   - labels: true for a positive film.
  /// - Throws: ``StatisticsError/empty``, ``StatisticsError/notFinite(index:)``, ``StatisticsError/noPositives`` or
  ///   ``StatisticsError/noNegatives``.
  public init(fitting scores: [Double], labels: [Bool]) throws(StatisticsError) {
    try expectToFit(logits: scores, labels: labels)
    var steps: [Step] = []
    for (score, label) in zip(scores, labels).sorted(by: { $0.0 < $1.0 }) {
      let value = label ? 1.0 : 0
      if let last = steps.last, last.first == score {
        steps[steps.count - 1].sum += value
        steps[steps.count - 1].count += 1
      } else {
        steps.append(Step(first: score, last: score, sum: value, count: 1))
      }
    }
    var pooled: [Step] = []
    for step in steps {
      pooled.append(step)
      while pooled.count > 1, pooled[pooled.count - 2].mean >= pooled[pooled.count - 1].mean {
        let upper = pooled.removeLast()
        pooled[pooled.count - 1].last = upper.last
        pooled[pooled.count - 1].sum += upper.sum
        pooled[pooled.count - 1].count += upper.count
      }
    }
    self.scores = pooled.flatMap { $0.first == $0.last ? [$0.first] : [$0.first, $0.last] }
    probabilities = pooled.flatMap { $0.first == $0.last ? [$0.mean] : [$0.mean, $0.mean] }
  }

  /// The calibrated probability: level within a step, straight from one step to the next, and that of the nearest end outside.
  /// - Parameter score: not NaN.
  public func probability(ofScore score: Double) -> Double {
    precondition(!score.isNaN, "the score is not a number")
    guard let above = scores.firstIndex(where: { $0 >= score }) else { return probabilities[probabilities.count - 1] }
    guard above > 0, scores[above] > score else { return probabilities[above] }
    let share = (score - scores[above - 1]) / (scores[above] - scores[above - 1])
    return probabilities[above - 1] + share * (probabilities[above] - probabilities[above - 1])
  }
}
