/// A chart of a page: what to draw, in words that `page.js` turns into Chart.js's.
///
/// Each has a sentence for those who do not see it, and may have a table with the figures behind it.
package struct Chart: Sendable {
  /// The chart's name in its page, such as `roc`.
  package let id: String
  package let title: String
  /// What the chart shows, in a sentence or two: stands below it, and in its place for a screen reader.
  package let summary: String
  package let x: ChartAxis
  package let y: ChartAxis
  package let series: [ChartSeries]
  /// Upright lines across the chart.
  package let marks: [ChartMark]
  /// The figures as a table, folded away below the chart.
  package let table: PageTable?

  package init(
    _ id: StaticString, title: String, summary: String, x: ChartAxis, y: ChartAxis, series: [ChartSeries], marks: [ChartMark] = [],
    table: PageTable? = nil
  ) {
    self.id = "\(id)"
    self.title = title
    self.summary = summary
    self.x = x
    self.y = y
    self.series = series
    self.marks = marks
    self.table = table
  }

  package var html: HTML {
    HTML("figure", ["class": "chart", "data-chart": id]) {
      HTML("h3") { title }
      HTML("div", ["class": "canvas"]) {
        HTML("canvas", ["id": "chart-" + id, "role": "img", "aria-label": title + ". " + summary]) { summary }
      }
      if series.count > 1 { legend }
      HTML("figcaption") { summary }
      if let table {
        HTML("details") {
          HTML("summary") { "The figures as a table" }
          table.html
        }
      }
      HTML(json: drawing.json, class: "drawing")
    }.running(.chartLibrary)
  }

  /// The series' names beside how they are drawn, for the eye; a screen reader has the summary.
  private var legend: HTML {
    HTML("ul", ["class": "legend", "aria-hidden": "true"]) {
      for series in series where !series.points.isEmpty {
        HTML("li") {
          HTML("span", ["class": "swatch \(series.style.rawValue) \(series.role.rawValue)"])
          series.name
        }
      }
    }
  }

  private var drawing: JSONText {
    .object([
      "x": x.drawing, "y": y.drawing, "series": .array(series.map(\.drawing)), "marks": .array(marks.map(\.drawing)),
    ])
  }
}
