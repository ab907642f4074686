extension Interval {
  /// The interval of the difference between two proportions of the same films, such as two models' sensitivities, films taken as independent;
  /// nil where there is no film.
  ///
  /// Newcombe's method 10. With the films both (a), only the first (b), only the second (c) and neither (d) decides right, n of them, the difference
  /// is D = (b - c) / n. With the Wilson intervals l₁, u₁ and l₂, u₂ of p₁ = (a + b)/n and p₂ = (a + c)/n the ends are
  /// D - √((p₁ - l₁)² - 2φ(p₁ - l₁)(u₂ - p₂) + (u₂ - p₂)²) and D + √((u₁ - p₁)² - 2φ(u₁ - p₁)(p₂ - l₂) + (p₂ - l₂)²), where φ is the correlation of the two,
  /// (ad - bc) / √((a + b)(c + d)(a + c)(b + d)) with ad - bc brought n/2 nearer to 0 where it is positive, and 0 without denominator. It has a
  /// width even where no film tells the two apart.
  ///
  /// Source: Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired data", Statistics in Medicine
  /// 17 (1998), 2635-2650.
  /// - Parameters:
  ///   - bothRight: films both decide right; not negative, as the other counts.
  ///   - onlyFirstRight: films only the first decides right.
  ///   - onlySecondRight: films only the second decides right.
  ///   - neitherRight: films both decide wrong.
  ///   - confidence: above 0, below 1; 0.95 by default, as is the custom.
  public static func pairedDifference(
    bothRight: Int, onlyFirstRight: Int, onlySecondRight: Int, neitherRight: Int, confidence: Double = 0.95
  ) -> Interval? {
    let count = bothRight + onlyFirstRight + onlySecondRight + neitherRight
    guard let first = wilson(successes: bothRight + onlyFirstRight, trials: count, confidence: confidence),
      let second = wilson(successes: bothRight + onlySecondRight, trials: count, confidence: confidence)
    else { return nil }
    let (a, b, c, d) = (Double(bothRight), Double(onlyFirstRight), Double(onlySecondRight), Double(neitherRight))
    let scale = (a + b).squareRoot() * (c + d).squareRoot() * (a + c).squareRoot() * (b + d).squareRoot()
    let product = a * d - b * c
    let correlation = scale == 0 ? 0 : (product > 0 ? max(0, product - Double(count) / 2) : product) / scale
    func half(_ x: Double, _ y: Double) -> Double { max(0, x * x - 2 * correlation * x * y + y * y).squareRoot() }
    let difference = Double(onlyFirstRight - onlySecondRight) / Double(count)
    return Interval(
      value: difference, lower: max(-1, difference - half(first.value - first.lower, second.upper - second.value)),
      upper: min(1, difference + half(first.upper - first.value, second.value - second.lower)))
  }
}
