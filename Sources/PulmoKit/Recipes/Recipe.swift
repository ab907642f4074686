/// One training, complete: read from YAML with `key=value` overrides; unknown keys are refused.
public struct Recipe: Sendable, Hashable, Codable {
  // stub
}
