/// Precision, recall and F1 of one class.
public struct ClassFigures: Sendable, Hashable, Codable {
  /// hits / (hits + false alarms); nil where nothing was called this class.
  public let precision: Double?
  /// hits / (hits + misses); nil where nothing is of this class.
  public let recall: Double?
  /// 2 · hits / (2 · hits + false alarms + misses): the harmonic mean of precision and recall; nil where nothing is, or was called, this class.
  public let f1: Double?
  /// How many films are of this class.
  public let support: Int

  init(hits: Int, falseAlarms: Int, misses: Int) {
    precision = ratio(hits, hits + falseAlarms)
    recall = ratio(hits, hits + misses)
    f1 = ratio(2 * hits, 2 * hits + falseAlarms + misses)
    support = hits + misses
  }
}

/// `part / whole`, or nil where `whole` is zero.
func ratio(_ part: Int, _ whole: Int) -> Double? { whole == 0 ? nil : Double(part) / Double(whole) }
