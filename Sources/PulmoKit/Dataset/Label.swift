/// What a film shows. A pneumonia of unknown kind is ``pneumonia``.
public enum Label: String, Sendable, Hashable, Codable, CaseIterable {
  case normal, bacterial, viral, pneumonia

  /// Whether the film counts as positive: pneumonia of any kind.
  public var isPneumonia: Bool { self != .normal }

  /// Whether no film shows both; a pneumonia of unknown kind may be of either.
  func contradicts(_ other: Label) -> Bool {
    self != other && (isPneumonia != other.isPneumonia || self != .pneumonia && other != .pneumonia)
  }

  /// The label a folder or a manifest cell names: `normal`, `pneumonia`, `bacterial` or `bacteria`, `viral` or `virus`, in any case.
  init?(spelling: some StringProtocol) {
    switch spelling.lowercased() {
    case "normal": self = .normal
    case "pneumonia": self = .pneumonia
    case "bacterial", "bacteria": self = .bacterial
    case "viral", "virus": self = .viral
    default: return nil
    }
  }

  /// This label, with the kind of a pneumonia filled in from the film's name where only the name says it.
  func refined(by name: FilmName) -> Label {
    guard self == .pneumonia, let kind = name.label, kind.isPneumonia else { return self }
    return kind
  }
}
