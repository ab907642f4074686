#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The output of a network that its gradients explain: a class's log-odds, before temperature.
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
    return sum(logits, of: sides.for) - sum(logits, of: sides.against)
  }

  /// The gradient with respect to the logits: of those for the class 1 in sum, of those against it -1, each by its share of the side.
  /// - Parameter logits: one film's, in the order of the scheme's classes.
  public func gradient(at logits: [Float]) -> [Double] {
    expect(logits)
    var gradient = [Double](repeating: 0, count: logits.count)
    for (side, sign) in [(sides.for, 1.0), (sides.against, -1.0)] {
      let total = sum(logits, of: side)
      for index in side { gradient[index] = sign * exp(Double(logits[index]) - total) }
    }
    return gradient
  }

  private func expect(_ logits: [Float]) {
    precondition(logits.count == scheme.outputCount, "\(logits.count) logits where the network has \(scheme.outputCount)")
  }

  /// log Σ exp of the logits of one side; 0 where there are none.
  private func sum(_ logits: [Float], of side: [Int]) -> Double {
    let values = side.map { Double(logits[$0]) }
    guard let greatest = values.max() else { return 0 }
    return values.count == 1 ? greatest : greatest + log(values.reduce(0) { $0 + exp($1 - greatest) })
  }
}
