/// Whether to believe an explanation: what each check found, and what follows of them all.
///
/// As JSON every key is always there, in all that it holds; what is undefined is null.
public struct ExplanationVerdict: Sendable, Hashable, Decodable {
  /// Distrust where one check distrusts; doubt where one doubts or has no figure; trust else.
  public let outcome: CheckOutcome
  /// In words: "trust", "doubt: …" or "do not trust: …", with what was found.
  public let summary: String
  /// Each question and its answer.
  public let checks: [ExplanationCheck]
  /// What stays of the map when the network forgets.
  public let weights: WeightRandomization
  /// What hiding in the map's order does.
  public let hiding: HidingCurves
  /// Where the map lies; nil where the network was only shown the lungs.
  public let shares: AttributionShares?
  /// What other samples say; nil but for LIME, since nothing else is drawn by chance.
  public let stability: LIMEStability?

  init(
    of map: Heatmap, weights: WeightRandomization, hiding: HidingCurves, shares: AttributionShares?, stability: LIMEStability?
  ) {
    checks =
      [weights.check(of: map), ExplanationCheck(.hiding, figure: hiding.certainGain)] + (shares?.checks ?? [])
      + (stability?.checks ?? [])
    self.weights = weights
    self.hiding = hiding
    self.shares = shares
    self.stability = stability
    outcome = Self.outcome(of: checks)
    summary = Self.summary(of: checks)
  }

  /// What follows of all answers together.
  static func outcome(of checks: [ExplanationCheck]) -> CheckOutcome {
    let outcomes = Set(checks.map(\.outcome))
    if outcomes.contains(.distrust) { return .distrust }
    return outcomes.isSubset(of: [.trust]) ? .trust : .doubt
  }

  /// The same in words: of what speaks against the map, that which weighs most.
  static func summary(of checks: [ExplanationCheck]) -> String {
    func findings(_ outcomes: Set<CheckOutcome>) -> String {
      checks.filter { outcomes.contains($0.outcome) }.map(\.finding).joined(separator: "; ")
    }
    return switch outcome(of: checks) {
    case .trust: "trust"
    case .distrust: "do not trust: \(findings([.distrust]))"
    case .doubt, .unknown: "doubt: \(findings([.doubt, .unknown]))"
    }
  }
}

extension ExplanationVerdict: Encodable {
  private enum CodingKeys: String, CodingKey { case outcome, summary, checks, weights, hiding, shares, stability }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(outcome, forKey: .outcome)
    try container.encode(summary, forKey: .summary)
    try container.encode(checks, forKey: .checks)
    try container.encode(weights, forKey: .weights)
    try container.encode(hiding, forKey: .hiding)
    try container.encode(shares, forKey: .shares)
    try container.encode(stability, forKey: .stability)
  }
}
