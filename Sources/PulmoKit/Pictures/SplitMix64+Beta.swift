import NeuralNet

extension SplitMix64 {
  /// A number of the Beta(α, α) distribution, `0 ... 1`, by Jöhnk's method: of two powers `u^(1/α)` whose sum is at most 1, the share of the
  /// first. It takes 1.1 tries on average at α = 0.2, 2 at 1, 70 at 4.
  ///
  /// Source: Jöhnk, "Erzeugung von betaverteilten und gammaverteilten Zufallszahlen", Metrika 8, 1964.
  mutating func symmetricBeta(_ alpha: Float) -> Float {
    while true {
      let (first, second) = (power(Double(nextUnitFloat()), 1 / Double(alpha)), power(Double(nextUnitFloat()), 1 / Double(alpha)))
      if first + second > 0, first + second <= 1 { return Float(first / (first + second)) }
    }
  }
}
