#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Probabilities and their logits.
public enum Logistic {
  /// 1 / (1 + exp(-logit)), without overflow at either end.
  public static func probability(ofLogit logit: Double) -> Double {
    if logit >= 0 { return 1 / (1 + exp(-logit)) }
    let power = exp(logit)
    return power / (1 + power)
  }

  /// log(p / (1 - p)), held within ±36.7: p is taken no closer to 0 and 1 than 2⁻⁵³, so that a probability rounded to either can be fitted.
  /// - Parameter probability: 0 to 1.
  public static func logit(ofProbability probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "a probability lies from 0 to 1, not at \(probability)")
    let held = min(max(probability, 0x1p-53), 1 - 0x1p-53)
    return log(held) - log1p(-held)
  }

  /// log(1 + exp(x)): what a film of the other class with logit `x` costs.
  public static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
}

/// - Throws: the ``StatisticsError`` that keeps a calibration from being fitted to these films, whatever its kind.
func expectToFit(logits: [Double], labels: [Bool]) throws(StatisticsError) {
  precondition(logits.count == labels.count, "\(logits.count) logits for \(labels.count) labels")
  guard !logits.isEmpty else { throw .empty }
  if let index = logits.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
  guard labels.contains(true) else { throw .noPositives }
  guard labels.contains(false) else { throw .noNegatives }
}
