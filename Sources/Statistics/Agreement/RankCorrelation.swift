/// Whether two lists of numbers of the same things put them in the same order.
public enum RankCorrelation {
  /// Spearman's rank correlation, -1 to 1: Pearson's correlation of the ranks, tied values sharing the mean of theirs. 1 where both lists have one
  /// order, -1 where one has the other's reversed.
  ///
  /// Nil where either list has fewer than two different values: it puts nothing in order.
  ///
  /// Source: Spearman, "The proof and measurement of association between two things", American Journal of Psychology 15 (1904).
  /// - Parameters:
  ///   - first: a number of each thing; an infinite one has its place in the order.
  ///   - second: another of the same things, in the same sequence.
  /// - Throws: ``StatisticsError/notANumber(index:)``
  public static func spearman(_ first: [Double], _ second: [Double]) throws(StatisticsError) -> Double? {
    precondition(first.count == second.count, "\(first.count) numbers beside \(second.count)")
    if let index = first.indices.first(where: { first[$0].isNaN || second[$0].isNaN }) { throw .notANumber(index: index) }
    // Ranks have the mean (n + 1) / 2 whatever is tied.
    let mean = Double(first.count + 1) / 2
    let x = midranks(first).map { $0 - mean }
    let y = midranks(second).map { $0 - mean }
    func sum(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    let scale = (sum(x, x) * sum(y, y)).squareRoot()
    return scale == 0 ? nil : max(-1, min(1, sum(x, y) / scale))
  }
}
