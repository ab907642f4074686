#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension LabelScheme {
  /// What a network says for a class against all others: log(p / (1 - p)) of its own probabilities, before any temperature.
  ///
  /// One logit z is that of pneumonia, and -z that of normal. Of three the class c has z_c - log Σ exp z over the others, and pneumonia
  /// log(exp b + exp v) - n. It has no ceiling: where a probability stands at 1.000 whatever is hidden, its log-odds still move.
  /// - Parameters:
  ///   - label: the class.
  ///   - logits: the network's, in the order of its outputs.
  /// - Returns: nil for a kind of pneumonia where the network does not tell them apart.
  func logOdds(of label: Label, logits: [Float]) -> Double? {
    precondition(logits.count == outputCount, "\(logits.count) logits of \(self)")
    let logits = logits.map(Double.init)
    func logSum(_ x: Double, _ y: Double) -> Double { max(x, y) + log1p(exp(-abs(x - y))) }
    switch (self, label) {
    case (.binary, .pneumonia): return logits[0]
    case (.binary, .normal): return -logits[0]
    case (.binary, _): return nil
    case (.threeClasses, .normal): return logits[0] - logSum(logits[1], logits[2])
    case (.threeClasses, .pneumonia): return logSum(logits[1], logits[2]) - logits[0]
    case (.threeClasses, .bacterial): return logits[1] - logSum(logits[0], logits[2])
    case (.threeClasses, .viral): return logits[2] - logSum(logits[0], logits[1])
    }
  }
}
