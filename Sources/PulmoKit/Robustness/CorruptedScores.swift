/// One film's scores as it is and under every corruption, beside its label.
public struct CorruptedScores: Sendable, Hashable {
  public let id: String
  public let patient: String
  public let label: Label
  /// Probability of pneumonia of the film as it is, 0 to 1.
  public let clean: Double
  /// Probabilities under the corruptions, in the order of `Corruption.allCases`.
  public let corrupted: [Double]

  /// - Precondition: `corrupted` has a probability for every corruption.
  public init(id: String, patient: String, label: Label, clean: Double, corrupted: [Double]) {
    precondition(
      corrupted.count == Corruption.allCases.count, "\(corrupted.count) scores for \(Corruption.allCases.count) corruptions")
    self.id = id
    self.patient = patient
    self.label = label
    self.clean = clean
    self.corrupted = corrupted
  }

  /// The score of one variant: 0 is the film as it is, n the n-th corruption.
  func score(ofVariant variant: Int) -> ScoredStudy {
    ScoredStudy(id: id, patient: patient, label: label, probability: variant == 0 ? clean : corrupted[variant - 1])
  }
}
