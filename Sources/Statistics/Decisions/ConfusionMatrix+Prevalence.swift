/// Predictive values where the positive class is more or less frequent than among the films counted.
///
/// Sensitivity and specificity are taken along unchanged, which holds only where the other population differs in nothing but how frequent
/// the positive class is: not where its disease is milder, or its films come from another machine.
///
/// Source: Altman and Bland, "Diagnostic tests 2: predictive values", BMJ 309 (1994).
extension ConfusionMatrix {
  /// sensitivity · π / (sensitivity · π + (1 - specificity)(1 - π)), π being the prevalence; nil where either class is missing here or
  /// nothing would be called positive there.
  /// - Parameter prevalence: the share of positives, 0 to 1.
  public func positivePredictiveValue(atPrevalence prevalence: Double) -> Double? {
    Self.expect(prevalence)
    guard let sensitivity, let specificity else { return nil }
    let right = sensitivity * prevalence
    let called = right + (1 - specificity) * (1 - prevalence)
    return called == 0 ? nil : right / called
  }

  /// specificity · (1 - π) / (specificity · (1 - π) + (1 - sensitivity) · π), π being the prevalence; nil where either class is missing here
  /// or nothing would be called negative there.
  /// - Parameter prevalence: the share of positives, 0 to 1.
  public func negativePredictiveValue(atPrevalence prevalence: Double) -> Double? {
    Self.expect(prevalence)
    guard let sensitivity, let specificity else { return nil }
    let right = specificity * (1 - prevalence)
    let called = right + (1 - sensitivity) * prevalence
    return called == 0 ? nil : right / called
  }

  private static func expect(_ prevalence: Double) {
    precondition(prevalence >= 0 && prevalence <= 1, "a prevalence lies from 0 to 1, not at \(prevalence)")
  }
}
