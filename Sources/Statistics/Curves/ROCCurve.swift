/// Sensitivity against the false positive rate, at every threshold that makes a difference.
///
/// Tied scores are one threshold: films with one score are decided alike, so the curve runs straight across them and the area
/// counts a tied pair as half. Infinite scores are ordered like others.
///
/// Source: Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006), algorithms 1 and 2.
public struct ROCCurve: Sendable, Hashable {
  /// What deciding `score >= threshold` gives.
  public struct Point: Sendable, Hashable, Codable {
    /// One of the scores; nil at the first point, where nothing is called positive.
    public let threshold: Double?
    public let truePositives: Int
    public let falsePositives: Int
  }

  /// From "nothing is positive" to "everything is", thresholds descending: one point a distinct score, and the first.
  public let points: [Point]
  public let positives: Int
  public let negatives: Int

  /// The curve of `scores` with `labels` (true: positive). No scores give the first point alone.
  /// - Throws: ``StatisticsError/notANumber(index:)``
  public init(scores: [Double], labels: [Bool]) throws(StatisticsError) {
    precondition(scores.count == labels.count, "\(scores.count) scores for \(labels.count) labels")
    if let index = scores.firstIndex(where: \.isNaN) { throw .notANumber(index: index) }
    var points = [Point(threshold: nil, truePositives: 0, falsePositives: 0)]
    var truePositives = 0
    var falsePositives = 0
    let descending = zip(scores, labels).sorted { $0.0 > $1.0 }
    for (index, (score, label)) in descending.enumerated() {
      if label { truePositives += 1 } else { falsePositives += 1 }
      if index + 1 == descending.count || descending[index + 1].0 != score {
        points.append(Point(threshold: score, truePositives: truePositives, falsePositives: falsePositives))
      }
    }
    self.points = points
    positives = truePositives
    negatives = falsePositives
  }

  /// The area under the curve, by trapezoids; nil where there is one class only, or no film.
  ///
  /// It equals the Mann-Whitney statistic over the number of pairs: the chance that a positive scores above a negative, a tie
  /// counting half. The area is summed in whole numbers, so it is the correctly rounded quotient whatever the order.
  public var auroc: Double? {
    guard positives > 0 && negatives > 0 else { return nil }
    var twiceArea = 0
    for (left, right) in zip(points, points.dropFirst()) {
      twiceArea += (right.falsePositives - left.falsePositives) * (right.truePositives + left.truePositives)
    }
    return Double(twiceArea) / (2 * Double(positives) * Double(negatives))
  }

  /// The point that deciding `score >= threshold` gives, for any threshold: the last whose own is not below it.
  public func point(at threshold: Double) -> Point {
    precondition(!threshold.isNaN, "the threshold is not a number")
    var low = 0
    var high = points.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if let score = points[middle].threshold, score >= threshold { low = middle } else { high = middle }
    }
    return points[low]
  }

  /// The confusion matrix at `point`.
  public func confusion(at point: Point) -> ConfusionMatrix {
    ConfusionMatrix(
      tn: negatives - point.falsePositives, fp: point.falsePositives, fn: positives - point.truePositives, tp: point.truePositives)
  }

  /// The threshold to use for a sensitivity of at least `wanted` on these films, and the matrix it gives here.
  ///
  /// The decision is `score >= threshold`. The highest thresholds that find at least the share `wanted` of the positives lie in a gap
  /// between two neighbouring scores: above the next film's, up to that of the last positive that is needed. No threshold that finds as
  /// many calls fewer negatives positive; a lower one may find more, at no cost here but at one elsewhere. Taken is the middle of the gap:
  /// the same film decoded or computed elsewhere may score a rounding error less, and at the gap's upper end (the positive's own score)
  /// it would fall out. Where no score lies below, the last positive's own is taken, and so it is where the gap is so narrow that no
  /// number lies inside, or a side of it is infinite.
  ///
  /// Ties are decided together: where a positive has to be found, the negatives of its score are called positive too.
  ///
  /// - Parameter wanted: from 0 to 1. The least number of positives is `wanted · positives` rounded up, rounding errors of the product
  ///   forgiven: 0.99 of 100 is 99. For 0 the threshold lies at the highest score of a positive nonetheless.
  /// - Throws: ``StatisticsError/noPositives``
  public func threshold(forSensitivity wanted: Double) throws(StatisticsError) -> (threshold: Double, confusion: ConfusionMatrix) {
    precondition(wanted >= 0 && wanted <= 1, "a sensitivity lies from 0 to 1, not at \(wanted)")
    guard positives > 0 else { throw .noPositives }
    let product = wanted * Double(positives)
    let needed = max(1, Int((product - 1e-9 * product).rounded(.up)))
    for (index, point) in points.enumerated() {
      guard point.truePositives >= needed, let score = point.threshold else { continue }
      var threshold = score
      if index + 1 < points.count, let next = points[index + 1].threshold {
        // Infinite, or not a number, where a side of the gap is infinite or the gap too wide to be a number.
        let middle = next + (score - next) / 2
        if middle.isFinite && middle > next { threshold = min(middle, score) }
      }
      return (threshold, confusion(at: point))
    }
    preconditionFailure("the last point finds all \(positives) positives, and \(needed) are needed")
  }
}
