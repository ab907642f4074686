#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The output of a network that its gradients explain: a class's log-odds, before calibration.
///
/// ```
/// three logits n, b, v   normal:     n - log(exp b + exp v), bacterial and viral alike
///                        pneumonia:  log(exp b + exp v) - n
/// one logit z            pneumonia:  z, normal: -z
/// ```
/// Not the probability: its gradient vanishes where the network is sure. Nor the class's bare logit: three classes are told apart by the
/// differences of their logits. In double precision; no finite logits overflow it.
public struct ClassLogOdds: Sendable, Hashable {
  public let label: Label
  public let scheme: LabelScheme

  /// - Parameters:
  ///   - label: the class.
  ///   - scheme: the classes of the network.
  /// - Precondition: the scheme tells the class apart: one of ``ExplainedNetwork/labels``.
  public init(of label: Label, in scheme: LabelScheme) {
    precondition(
      scheme == .threeClasses || label == .normal || label == .pneumonia, "a network of one logit does not tell \(label.rawValue) apart")
    self.label = label
    self.scheme = scheme
  }

  /// The logits that speak for the class, and those against it. Where there are none, a logit that is always 0 stands for them.
  private var sides: (for: [Int], against: [Int]) {
    switch (scheme, label) {
    case (.binary, .normal): ([], [0])
    case (.binary, _): ([0], [])
    case (.threeClasses, .normal): ([0], [1, 2])
    case (.threeClasses, .bacterial): ([1], [0, 2])
    case (.threeClasses, .viral): ([2], [0, 1])
    case (.threeClasses, .pneumonia): ([1, 2], [0])
    }
  }

  /// The log-odds, any number; finite where all logits are.
  /// - Parameter logits: one film's, in the order of the scheme's classes.
  public func value(of logits: [Float]) -> Double {
    expect(logits)
    return side(logits, sides.for).sum - side(logits, sides.against).sum
  }

  /// The gradient with respect to the logits: of those for the class 1 in sum, of those against it -1, each by its share of the side.
  /// - Parameter logits: one film's, in the order of the scheme's classes.
  public func gradient(at logits: [Float]) -> [Double] {
    expect(logits)
    var gradient = [Double](repeating: 0, count: logits.count)
    for (indices, sign) in [(sides.for, 1.0), (sides.against, -1.0)] {
      for (index, share) in zip(indices, side(logits, indices).shares) { gradient[index] = sign * share }
    }
    return gradient
  }

  private func expect(_ logits: [Float]) {
    precondition(logits.count == scheme.outputCount, "\(logits.count) logits where the network has \(scheme.outputCount)")
  }

  /// Of the logits of one side log Σ exp, 0 where there are none, and the share of each in that sum.
  private func side(_ logits: [Float], _ indices: [Int]) -> (sum: Double, shares: [Double]) {
    guard let greatest = indices.map({ Double(logits[$0]) }).max() else { return (0, []) }
    let powers = indices.map { exp(Double(logits[$0]) - greatest) }
    let total = powers.reduce(0, +)
    return (greatest + log(total), powers.map { $0 / total })
  }
}
