/// Points that belong together.
package struct ChartSeries: Sendable {
  package enum Style: String, Sendable {
    /// A line through the points.
    case line
    /// A line level from each point to the next, the area below it filled: a histogram, a point at each bin's lower edge.
    case steps
    /// The area between a lower and an upper line; points are `[x, lower, upper]`.
    case band
    /// Points alone.
    case points
    /// Points with an interval; they are `[x, y, lower, upper]`.
    case intervals
  }

  /// What a series stands for; colours and dashes follow, the same in every chart, light and dark.
  package enum Role: String, Sendable {
    /// The model, or the first of several.
    case first
    /// The second of several.
    case second
    case third
    case normal, pneumonia
    /// What to compare with, such as the diagonal of a ROC.
    case reference
    /// The point in force, such as the operating point.
    case chosen
  }

  package let name: String
  package let style: Style
  package let role: Role
  /// Each as its style says; what is not finite is left out of the drawing.
  package let points: [[Double]]

  package init(_ name: String, _ style: Style, _ role: Role, points: [[Double]]) {
    self.name = name
    self.style = style
    self.role = role
    self.points = points
  }

  var drawing: JSONText {
    .object([
      "name": .string(name), "style": .string(style.rawValue), "role": .string(role.rawValue),
      "points": .array(points.map { .array($0.map { .number($0) }) }),
    ])
  }
}
