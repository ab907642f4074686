public import Statistics

/// What a model reaches under one view, and what a probe does that sees no more.
///
/// As JSON: `view`, `auroc` {as in evaluations}, `sensitivity`, `specificity`, `probe` {as `auroc`}, `probeVerdict`. What is undefined is null.
public struct ViewFigures: Sendable, Hashable, Decodable {
  public let view: FilmView
  /// Of the model; nil where a class is missing.
  public let auroc: QuotedInterval?
  /// At the model's threshold; nil where there is no pneumonia.
  public let sensitivity: Double?
  /// At the model's threshold; nil where there is no normal film.
  public let specificity: Double?
  /// The AUROC of a small learner that sees this view alone, asked about films it did not learn from; nil where none learned.
  public let probe: QuotedInterval?
  /// What ``probe`` says of the data, by the limits of ``Shortcut``; ``Verdict/unknown`` where there is none, or too few films.
  public let probeVerdict: Verdict
}

extension ViewFigures: Encodable {
  private enum CodingKeys: String, CodingKey { case view, auroc, sensitivity, specificity, probe, probeVerdict }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(view, forKey: .view)
    try container.encode(auroc, forKey: .auroc)
    try container.encode(sensitivity, forKey: .sensitivity)
    try container.encode(specificity, forKey: .specificity)
    try container.encode(probe, forKey: .probe)
    try container.encode(probeVerdict, forKey: .probeVerdict)
  }
}
