/// A figure over several trainings: its mean and how far they lie apart.
public struct FigureSpread: Sendable, Hashable, Codable {
  public let mean: Double
  /// √(Σ (value - mean)² / (n - 1)); nil for a single training.
  public let standardDeviation: Double?
  public let minimum: Double
  public let maximum: Double
  /// Trainings that have the figure.
  public let count: Int

  /// Nil where there is no value.
  init?(_ values: [Double]) {
    guard let minimum = values.min(), let maximum = values.max() else { return nil }
    self.minimum = minimum
    self.maximum = maximum
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardDeviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
  }
}

extension FigureSpread: CustomStringConvertible {
  public var description: String {
    FigureText.number(mean, decimals: 4) + (standardDeviation.map { " ± " + FigureText.number($0, decimals: 4) } ?? "")
  }
}
