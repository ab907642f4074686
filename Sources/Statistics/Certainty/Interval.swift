/// An estimate with its confidence interval.
public struct Interval: Sendable, Hashable, Codable {
  public let value: Double
  public let lower: Double
  public let upper: Double

  public init(value: Double, lower: Double, upper: Double) {
    self.value = value
    self.lower = lower
    self.upper = upper
  }

  /// upper - lower
  public var width: Double { upper - lower }
}
