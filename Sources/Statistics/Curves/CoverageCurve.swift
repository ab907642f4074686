/// Accuracy on the films a model is most certain of, against the share of films those are.
///
/// A model that may leave its least certain films to people is judged by how accurate it is on those it keeps. Films of one certainty are kept
/// or left together.
///
/// Source: El-Yaniv and Wiener, "On the foundations of noise-free selective classification", JMLR 11 (2010).
public struct CoverageCurve: Sendable, Hashable, Codable {
  public struct Point: Sendable, Hashable, Codable {
    /// Films at least as certain as this are kept.
    public let certainty: Double
    /// How many films are kept.
    public let kept: Int
    /// How many of those are decided right.
    public let right: Int
    /// The share of the kept films decided right.
    public var accuracy: Double { Double(right) / Double(kept) }
  }

  /// Certainty descending, one point a distinct certainty; none where there is no film.
  public let points: [Point]
  /// How many films there are.
  public let count: Int

  /// The share of films kept at `point`, above 0 up to 1.
  public func coverage(at point: Point) -> Double { Double(point.kept) / Double(count) }

  /// - Parameters:
  ///   - certainties: any number that grows with certainty.
  ///   - right: whether the film's decision is right.
  /// - Throws: ``StatisticsError/notANumber(index:)``
  public init(certainties: [Double], right: [Bool]) throws(StatisticsError) {
    let curve = try ROCCurve(scores: certainties, labels: right)
    count = right.count
    points = curve.points.compactMap { point in
      point.threshold.map {
        Point(certainty: $0, kept: point.truePositives + point.falsePositives, right: point.truePositives)
      }
    }
  }

  /// Decides `score >= threshold` and takes the distance from the threshold, |score - threshold|, as certainty.
  /// - Throws: ``StatisticsError/notANumber(index:)``
  public init(scores: [Double], labels: [Bool], threshold: Double) throws(StatisticsError) {
    precondition(scores.count == labels.count, "\(scores.count) scores for \(labels.count) labels")
    try self.init(
      certainties: scores.map { abs($0 - threshold) }, right: zip(scores, labels).map { ($0 >= threshold) == $1 })
  }
}
