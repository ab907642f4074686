/// What a check makes of an explanation.
public enum CheckOutcome: String, Sendable, Hashable, Codable, CaseIterable {
  /// Nothing speaks against it.
  case trust
  /// It may say something, but not so much that anything should be built on it.
  case doubt
  /// It does not say what it seems to say.
  case distrust
  /// The check has no figure here: it says neither.
  case unknown
}
