/// What a model does as all films change from one end of a sweep to the other.
public struct SweepFigures: Sendable, Hashable, Codable {
  public let sweep: FilmSweep
  /// In order; the step that changes nothing is among them.
  public let points: [Point]

  /// One step. As JSON every key is always there; what is undefined is null.
  public struct Point: Sendable, Hashable, Decodable {
    public let step: Double
    /// The mean probability of pneumonia of normal films; nil where there is none.
    public let meanOfNormal: Double?
    /// That of pneumonias; nil where there is none.
    public let meanOfPneumonia: Double?
    /// Nil where a class is missing.
    public let auroc: Double?
    /// At the model's threshold; nil where there is no pneumonia.
    public let sensitivity: Double?
    /// At the model's threshold; nil where there is no normal film.
    public let specificity: Double?
  }

  /// The greatest loss of sensitivity or specificity against films as they are, at least 0; nil where either is undefined.
  public var loss: Double? {
    guard let neutral = points.first(where: { $0.step == sweep.neutral }) else { return nil }
    var loss = 0.0
    for point in points {
      guard let before = neutral.sensitivity, let sensitivity = point.sensitivity, let other = neutral.specificity,
        let specificity = point.specificity
      else { return nil }
      loss = max(loss, before - sensitivity, other - specificity)
    }
    return loss
  }
}

extension SweepFigures.Point: Encodable {
  private enum CodingKeys: String, CodingKey { case step, meanOfNormal, meanOfPneumonia, auroc, sensitivity, specificity }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(step, forKey: .step)
    try container.encode(meanOfNormal, forKey: .meanOfNormal)
    try container.encode(meanOfPneumonia, forKey: .meanOfPneumonia)
    try container.encode(auroc, forKey: .auroc)
    try container.encode(sensitivity, forKey: .sensitivity)
    try container.encode(specificity, forKey: .specificity)
  }
}
