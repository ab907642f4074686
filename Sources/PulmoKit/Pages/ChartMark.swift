/// An upright line across a chart, such as a threshold.
package struct ChartMark: Sendable {
  package let name: String
  package let x: Double
  package let role: ChartSeries.Role

  package init(_ name: String, at x: Double, _ role: ChartSeries.Role = .chosen) {
    self.name = name
    self.x = x
    self.role = role
  }

  var drawing: JSONText { .object(["name": .string(name), "x": .number(x), "role": .string(role.rawValue)]) }
}
