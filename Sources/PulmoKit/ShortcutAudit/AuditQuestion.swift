/// A question the shortcut audit puts to a model; the raw value is its name in JSON.
public enum AuditQuestion: String, Sendable, Hashable, Codable, CaseIterable {
  /// How well it tells pneumonia from normal where it sees the border alone.
  case borderOnly
  /// Where it sees the corners alone.
  case cornersOnly
  /// Where the lungs are hidden and all else is seen.
  case lungsHidden
  /// How much it loses where markers, corners and border are covered.
  case markersCovered
  /// How much it loses where all but the lungs is one grey.
  case backgroundFlat
  /// How much it loses where the lungs stand on another film's background.
  case backgroundOther
  /// How well its answers then tell the label of the film the background is of.
  case backgroundFollowed
  /// How much sensitivity or specificity it loses as films get darker or brighter.
  case brightness
  /// How much of either it loses as films get narrower or wider.
  case aspect

  /// As tables put it.
  public var title: String {
    switch self {
    case .borderOnly: "border alone"
    case .cornersOnly: "corners alone"
    case .lungsHidden: "lungs hidden"
    case .markersCovered: "markers covered"
    case .backgroundFlat: "background one grey"
    case .backgroundOther: "background of another film"
    case .backgroundFollowed: "follows the background"
    case .brightness: "brightness"
    case .aspect: "width over height"
    }
  }
}

extension AuditQuestion {
  /// What a question's figure is, and so what is good.
  public enum Measure: String, Sendable, Hashable, Codable {
    /// How far an AUROC lies from 0.5, to either side, counted from 0.5 up: 0.5 is nothing, 1 all. What tells the label the wrong way round has
    /// reached the answer too.
    case strength
    /// The AUROC of the films as they are less that of the changed ones.
    case lossOfAUROC
    /// The greatest loss of sensitivity or of specificity, at the model's threshold, along a sweep.
    case lossOfDecisions
  }

  public var measure: Measure {
    switch self {
    case .borderOnly, .cornersOnly, .lungsHidden, .backgroundFollowed: .strength
    case .markersCovered, .backgroundFlat, .backgroundOther: .lossOfAUROC
    case .brightness, .aspect: .lossOfDecisions
    }
  }
}
