/// Precision against recall, at every threshold that makes a difference.
///
/// Films of one score are decided together. Between two points the curve is no straight line, so the area is not by trapezoids but
/// ``averagePrecision``.
///
/// Source: Davis and Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006.
public struct PrecisionRecallCurve: Sendable, Hashable {
  /// What deciding `score >= threshold` gives.
  public struct Point: Sendable, Hashable, Codable {
    /// One of the scores.
    public let threshold: Double
    /// True positives over all called positive.
    public let precision: Double
    /// True positives over all positives; nil where there are none.
    public let recall: Double?
  }

  /// Thresholds descending, one point a distinct score; the point where nothing is called positive is left out, for it has no precision.
  public let points: [Point]
  public let positives: Int
  public let negatives: Int
  /// Σ (recall - recall before) · precision over the points: the mean of the precisions at each positive; nil where there is no positive.
  public let averagePrecision: Double?

  /// The same decisions that `curve` goes through.
  public init(_ curve: ROCCurve) {
    var points: [Point] = []
    var sum = 0.0
    var found = 0
    for point in curve.points {
      guard let threshold = point.threshold else { continue }
      let precision = Double(point.truePositives) / Double(point.truePositives + point.falsePositives)
      points.append(Point(threshold: threshold, precision: precision, recall: ratio(point.truePositives, curve.positives)))
      sum += Double(point.truePositives - found) * precision
      found = point.truePositives
    }
    self.points = points
    positives = curve.positives
    negatives = curve.negatives
    averagePrecision = positives == 0 ? nil : sum / Double(positives)
  }

  /// The curve of `scores` with `labels` (true: positive). No scores give no points.
  /// - Throws: ``StatisticsError/notANumber(index:)``
  public init(scores: [Double], labels: [Bool]) throws(StatisticsError) { self.init(try ROCCurve(scores: scores, labels: labels)) }
}
