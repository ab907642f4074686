/// One axis of a chart.
package struct ChartAxis: Sendable {
  package let title: String
  /// Nil: where the points end.
  package let minimum: Double?
  package let maximum: Double?
  package let isLogarithmic: Bool
  /// Shares from 0 to 1, written in per cent.
  package let isPercent: Bool
  /// Heights are roots of the numbers, which keeps small ones visible beside large ones and 0 at the foot.
  package let isRoot: Bool

  package init(
    _ title: String, from minimum: Double? = nil, to maximum: Double? = nil, isLogarithmic: Bool = false, isPercent: Bool = false,
    isRoot: Bool = false
  ) {
    self.title = title
    self.minimum = minimum
    self.maximum = maximum
    self.isLogarithmic = isLogarithmic
    self.isPercent = isPercent
    self.isRoot = isRoot
  }

  /// A share, from 0 to 100%.
  package static func share(_ title: String) -> ChartAxis { ChartAxis(title, from: 0, to: 1, isPercent: true) }

  var drawing: JSONText {
    .object([
      "title": .string(title), "min": .number(minimum), "max": .number(maximum), "log": .bool(isLogarithmic),
      "percent": .bool(isPercent), "root": .bool(isRoot),
    ])
  }
}
