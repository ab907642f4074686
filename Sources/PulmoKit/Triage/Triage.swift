/// Where a film goes in a department's day.
public enum Triage: String, Sendable, Hashable, Codable, CaseIterable {
  /// A pneumonia is most likely: read first.
  case urgent
  /// Neither is likely enough: a radiologist decides.
  case greyZone = "grey zone"
  /// Most likely normal: may wait.
  case clear
}
