extension Interval {
  /// The Wilson score interval of a proportion: `successes` of `trials`; nil where there is no trial.
  ///
  /// With p = successes / trials, n = trials and z = Φ⁻¹((1 + confidence) / 2), the ends are
  /// (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n). It stays within 0 and 1 and says something at 0 and n successes, where
  /// the usual interval has no width. It takes the trials as independent: films of one child are not, quite.
  ///
  /// Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927); Newcombe, Statistics
  /// in Medicine 17 (1998), method 3 (no continuity correction).
  /// - Parameters:
  ///   - successes: 0 to `trials`.
  ///   - trials: not negative.
  ///   - confidence: above 0, below 1; 0.95 by default, as is the custom.
  public static func wilson(successes: Int, trials: Int, confidence: Double = 0.95) -> Interval? {
    precondition(successes >= 0 && successes <= trials, "\(successes) of \(trials) is no proportion")
    precondition(confidence > 0 && confidence < 1, "a confidence level lies between 0 and 1, not at \(confidence)")
    guard trials > 0 else { return nil }
    // The lower tail's share is exact where (1 + confidence) / 2 would round it.
    let z = -NormalDistribution.quantile((1 - confidence) / 2)
    let n = Double(trials)
    let p = Double(successes) / n
    let denominator = 1 + z * z / n
    let centre = (p + z * z / (2 * n)) / denominator
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / denominator
    return Interval(
      value: p, lower: successes == 0 ? 0 : max(0, centre - half), upper: successes == trials ? 1 : min(1, centre + half))
  }
}
