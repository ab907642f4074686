/// Up to which figure a check trusts an explanation, and from which on it does not.
public struct CheckLimit: Sendable, Hashable, Codable {
  /// The last figure that is trusted.
  public let trusted: Double
  /// The last figure that is only doubted. Where it is above ``trusted`` small figures are good, where it is below great ones.
  public let doubted: Double

  /// - Parameters:
  ///   - trusted: the last figure that is trusted.
  ///   - doubted: the last figure that is only doubted, another number.
  public init(trusted: Double, doubted: Double) {
    precondition(trusted != doubted, "limits at \(trusted) and \(doubted) leave no way to tell good from bad")
    self.trusted = trusted
    self.doubted = doubted
  }

  /// What a figure means; no number means nothing.
  public func outcome(of figure: Double?) -> CheckOutcome {
    guard let figure, !figure.isNaN else { return .unknown }
    let sign: Double = trusted < doubted ? 1 : -1
    if sign * figure <= sign * trusted { return .trust }
    return sign * figure <= sign * doubted ? .doubt : .distrust
  }
}
