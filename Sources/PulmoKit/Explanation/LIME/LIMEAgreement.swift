public import Statistics

/// How far two explanations of the same class of the same film, from samples of two seeds, say the same.
public struct LIMEAgreement: Sendable, Hashable {
  /// Spearman's of the superpixels' weights, -1 to 1; nil where all weights of one of them are equal.
  public let rankCorrelation: Double?
  /// The share of what is among either's top superpixels that is among both's (Jaccard's index), 0 to 1; nil where neither has any.
  public let topOverlap: Double?

  /// - Parameters:
  ///   - first: an explanation.
  ///   - second: another, over the same superpixels.
  ///   - top: how many superpixels ``topOverlap`` looks at; 10, as many as the mask shows.
  /// - Throws: `StatisticsError.notANumber` where a weight is none.
  public init(_ first: LIMEExplanation, _ second: LIMEExplanation, top: Int = 10) throws(StatisticsError) {
    rankCorrelation = try RankCorrelation.spearman(first.weights, second.weights)
    topOverlap = SetOverlap.jaccard(Set(first.top(top)), Set(second.top(top)))
  }
}
