/// A figure's interval twice over, films taken as independent and patients resampled, of which the wider is quoted.
///
/// Several films of one child are less evidence than as many films of as many children. The clustered interval knows that; with few patients,
/// or a figure near 0 or 1, it is too narrow itself. Neither is wrong in the other's favour, so the wider one is what a reader gets, and both
/// are kept.
public struct QuotedInterval: Sendable, Hashable, Codable {
  /// The figure itself.
  public let value: Double
  /// Takes films as independent: Wilson's for a proportion, DeLong's for an area. Nil where there is none.
  public let independent: Interval?
  /// Of resampled patients; nil where there is none.
  public let clustered: Interval?

  public init(value: Double, independent: Interval?, clustered: Interval?) {
    self.value = value
    self.independent = independent
    self.clustered = clustered
  }

  /// The wider of the two, the independent one where they are equally wide; nil where there is neither.
  public var quoted: Interval? {
    guard let independent else { return clustered }
    guard let clustered else { return independent }
    return clustered.width > independent.width ? clustered : independent
  }
}
