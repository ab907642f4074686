/// One model's scores, or any tool's, judged at its own threshold: what a ``Comparison`` is made of.
public struct Contestant: Sendable, Hashable {
  /// As outputs call it: a model's or a score file's.
  public let name: String
  /// From this probability on, it calls a film pneumonia.
  public let threshold: Double
  public let scores: [ScoredStudy]

  public init(name: String, threshold: Double, scores: [ScoredStudy]) {
    self.name = name
    self.threshold = threshold
    self.scores = scores
  }
}
