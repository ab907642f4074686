/// One film's score beside its label: what evaluation is computed from, whoever made the score.
public struct ScoredStudy: Sendable, Hashable, Codable {
  public let id: String
  public let patient: String
  public let label: Label
  /// Probability of pneumonia, 0 to 1. (Another tool's score may be any number that grows with suspicion.)
  public let probability: Double

  public init(id: String, patient: String, label: Label, probability: Double) {
    self.id = id
    self.patient = patient
    self.label = label
    self.probability = probability
  }
}
