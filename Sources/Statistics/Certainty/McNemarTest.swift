#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whether two models' decisions on the same films are right equally often, films taken as independent.
///
/// Only films that one decides right and the other wrong count: if neither is better, each falls to either side with chance 1/2. Quote the exact
/// test: ``pValue``. The one by chi-squared with continuity correction stands beside it, for comparison with other tools.
///
/// Sources: McNemar, Psychometrika 12 (1947); Edwards, Psychometrika 13 (1948), for the correction.
public struct McNemarTest: Sendable, Hashable, Codable {
  /// Films that the first decides right and the second wrong.
  public let onlyFirstRight: Int
  /// Films that the second decides right and the first wrong.
  public let onlySecondRight: Int
  /// Exact and two-sided: twice the chance of at most the smaller of the two counts among as many fair coins, at most 1; 1 where no film
  /// tells the two apart.
  public let pValue: Double
  /// (|b - c| - 1)² / (b + c), b and c being the two counts, and 0 where they are equal; nil where no film tells the two apart.
  public let correctedStatistic: Double?
  /// The chance of a chi-squared with one degree of freedom of at least ``correctedStatistic``.
  public let correctedPValue: Double?

  public init(onlyFirstRight: Int, onlySecondRight: Int) {
    precondition(onlyFirstRight >= 0 && onlySecondRight >= 0, "no count of films is negative: \(onlyFirstRight), \(onlySecondRight)")
    self.onlyFirstRight = onlyFirstRight
    self.onlySecondRight = onlySecondRight
    let total = onlyFirstRight + onlySecondRight
    pValue = min(1, 2 * fairCoins(atMost: min(onlyFirstRight, onlySecondRight), of: total))
    guard total > 0 else {
      correctedStatistic = nil
      correctedPValue = nil
      return
    }
    let excess = Double(max(0, abs(onlyFirstRight - onlySecondRight) - 1))
    let statistic = excess * excess / Double(total)
    correctedStatistic = statistic
    correctedPValue = erfc((statistic / 2).squareRoot())
  }

  /// Counts where the decisions of two models, right or wrong film by film, differ.
  public init(firstRight: [Bool], secondRight: [Bool]) {
    precondition(firstRight.count == secondRight.count, "\(firstRight.count) decisions beside \(secondRight.count)")
    let pairs = zip(firstRight, secondRight)
    self.init(onlyFirstRight: pairs.count { $0 && !$1 }, onlySecondRight: pairs.count { !$0 && $1 })
  }
}

/// The chance of at most `heads` heads among `count` fair coins: Σ C(count, k) / 2^count, from the greatest term down.
private func fairCoins(atMost heads: Int, of count: Int) -> Double {
  var logarithm = -Double(count) * log(2)
  for k in 0..<heads { logarithm += log(Double(count - k) / Double(k + 1)) }
  var term = exp(logarithm)
  var sum = term
  for k in stride(from: heads, to: 0, by: -1) {
    term *= Double(k) / Double(count - k + 1)
    sum += term
  }
  return sum
}
