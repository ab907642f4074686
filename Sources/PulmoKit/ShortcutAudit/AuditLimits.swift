/// From which figure on an answer is a warning, and from which a failure.
///
/// The limits were fixed before the first model was audited, and stand: a limit that is moved after its figure was seen judges nothing.
/// `Documentation/Guide/Explanations.md` gives the same numbers with the same reasons.
public struct AuditLimits: Sendable, Hashable, Codable {
  public let warnFrom: Double
  public let failFrom: Double
}

extension AuditQuestion {
  public var limits: AuditLimits {
    switch self {
    // No lung is seen, so 0.5 is what reading lungs gives. Arms, belly and shoulders may honestly say a little of how sick a child is: 0.65 leaves
    // room for that. From 0.8 on four pairs of five are put in order without a lung.
    case .borderOnly, .cornersOnly, .lungsHidden: AuditLimits(warnFrom: 0.65, failFrom: 0.8)
    // What is covered should say nothing of lungs, so a reader loses nothing. On some 600 films an AUROC near 1 is known to about 0.01: twice
    // that is no chance. 0.05 turns 0.99 into 0.94, six times as many pairs in the wrong order.
    case .markersCovered: AuditLimits(warnFrom: 0.02, failFrom: 0.05)
    // The lungs are as they were, but no film looks so: a flat or a foreign surrounding may itself confuse. Hence wider than for markers.
    case .backgroundFlat, .backgroundOther: AuditLimits(warnFrom: 0.05, failFrom: 0.1)
    // The background is drawn blind to its label and to the lungs' own, so 0.5 is what reading lungs gives, and the picture
    // looks as strange for either label: hence narrower than where lungs are hidden.
    case .backgroundFollowed: AuditLimits(warnFrom: 0.6, failFrom: 0.7)
    // A scanner's setting, not the child, then decides for one child in ten of a class; or for one in four.
    case .brightness, .aspect: AuditLimits(warnFrom: 0.1, failFrom: 0.25)
    }
  }

  /// What a figure means; ``Verdict/unknown`` for one that is undefined.
  /// - Parameters:
  ///   - figure: by the question's ``measure-swift.property``.
  ///   - isChance: whether the figure's interval holds what no shortcut at all gives: the figure then proves nothing, however large.
  func verdict(on figure: Double?, isChance: Bool = false) -> Verdict {
    guard let figure else { return .unknown }
    if isChance { return .pass }
    return figure >= limits.failFrom ? .fail : figure >= limits.warnFrom ? .warn : .pass
  }
}

extension AuditLimits {
  /// Fewer films of a class than this show nothing: every verdict is then ``Verdict/unknown``.
  static let leastFilms = Shortcut.leastFilms
}
