import Statistics

/// The figures of one model on one set of films at one threshold.
public struct Evaluation: Sendable, Hashable, Codable {
  // stub: count, threshold, accuracy, sensitivity, specificity, auroc, confusion, classes, intervals
  public init(_ scores: [ScoredStudy], threshold: Double) throws(DataError) { preconditionFailure("stub") }
}
