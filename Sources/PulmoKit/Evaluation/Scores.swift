/// One film's score beside its label: what evaluation is computed from, whoever made the score.
public struct ScoredStudy: Sendable, Hashable, Codable {
  public let id: String
  public let patient: String
  public let label: Label
  /// Probability of pneumonia, 0 to 1. (Another tool's score may be any number that grows with suspicion.)
  public let probability: Double
  /// Of normal, bacterial and viral; nil where the tool does not tell them apart.
  public let classes: ClassProbabilities?

  public init(id: String, patient: String, label: Label, probability: Double, classes: ClassProbabilities? = nil) {
    self.id = id
    self.patient = patient
    self.label = label
    self.probability = probability
    self.classes = classes
  }

  /// A model's score of a film.
  public init(_ study: Study, _ probabilities: FilmProbabilities) {
    self.init(
      id: study.id, patient: study.patient, label: study.label, probability: probabilities.pneumonia, classes: probabilities.classes)
  }
}

/// Probabilities of the three classes of a film, 0 to 1 and 1 in sum.
public struct ClassProbabilities: Sendable, Hashable, Codable {
  public let normal: Double
  public let bacterial: Double
  public let viral: Double

  public init(normal: Double, bacterial: Double, viral: Double) {
    self.normal = normal
    self.bacterial = bacterial
    self.viral = viral
  }

  /// The probability of `label`; a pneumonia of unknown kind is either.
  subscript(_ label: Label) -> Double {
    switch label {
    case .normal: normal
    case .bacterial: bacterial
    case .viral: viral
    case .pneumonia: bacterial + viral
    }
  }
}
