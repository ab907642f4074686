/// What a film shows. A pneumonia of unknown kind is ``pneumonia``.
public enum Label: String, Sendable, Hashable, Codable, CaseIterable {
  case normal, bacterial, viral, pneumonia

  public var isPneumonia: Bool { self != .normal }
}
