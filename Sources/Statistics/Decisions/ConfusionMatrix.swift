/// How many decisions of each kind were made.
///
/// A score at or above the threshold is a positive decision. Every ratio is nil where its denominator is zero.
public struct ConfusionMatrix: Sendable, Hashable, Codable {
  /// True negatives.
  public let tn: Int
  /// False positives: negatives called positive.
  public let fp: Int
  /// False negatives: positives called negative.
  public let fn: Int
  /// True positives.
  public let tp: Int

  public init(tn: Int, fp: Int, fn: Int, tp: Int) {
    precondition(tn >= 0 && fp >= 0 && fn >= 0 && tp >= 0, "no count of films is negative: tn \(tn), fp \(fp), fn \(fn), tp \(tp)")
    self.tn = tn
    self.fp = fp
    self.fn = fn
    self.tp = tp
  }

  /// Counts the decisions `score >= threshold` against `labels` (true: positive).
  /// - Throws: ``StatisticsError/notANumber(index:)``; a threshold that is not a number is a programmer's mistake.
  public init(scores: [Double], labels: [Bool], threshold: Double) throws(StatisticsError) {
    precondition(scores.count == labels.count, "\(scores.count) scores for \(labels.count) labels")
    precondition(!threshold.isNaN, "the threshold is not a number")
    var tn = 0
    var fp = 0
    var fn = 0
    var tp = 0
    for (index, (score, label)) in zip(scores, labels).enumerated() {
      guard !score.isNaN else { throw .notANumber(index: index) }
      switch (label, score >= threshold) {
      case (false, false): tn += 1
      case (false, true): fp += 1
      case (true, false): fn += 1
      case (true, true): tp += 1
      }
    }
    self.init(tn: tn, fp: fp, fn: fn, tp: tp)
  }

  public var count: Int { tn + fp + fn + tp }

  /// (tn + tp) / count
  public var accuracy: Double? { ratio(tn + tp, count) }

  /// tp / (tp + fn): the share of positives that are found, also called recall.
  public var sensitivity: Double? { ratio(tp, tp + fn) }

  /// tn / (tn + fp): the share of negatives that are cleared.
  public var specificity: Double? { ratio(tn, tn + fp) }

  /// The figures of the positive class.
  public var positive: ClassFigures { ClassFigures(hits: tp, falseAlarms: fp, misses: fn) }

  /// The figures of the negative class: what is a negative plays the positive's part.
  public var negative: ClassFigures { ClassFigures(hits: tn, falseAlarms: fn, misses: fp) }
}
