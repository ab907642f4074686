/// A table of a page: a caption, columns with headings, and rows that the first cell names.
package struct PageTable: Sendable {
  package let caption: String
  /// The first heads the rows' names.
  package let columns: [String]
  package let rows: [[HTML]]

  /// - Parameters:
  ///   - caption: what the table shows.
  ///   - columns: the headings, one for each cell of a row.
  ///   - rows: cells; the first of each names the row.
  package init(_ caption: String, columns: [String], rows: [[HTML]]) {
    for row in rows { precondition(row.count == columns.count, "a row of \(row.count) cells in a table of \(columns.count) columns") }
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// The same of plain texts.
  package init(_ caption: String, columns: [String], rows: [[String]]) {
    self.init(caption, columns: columns, rows: rows.map { $0.map { HTML(text: $0) } })
  }

  /// The table; on a narrow screen it scrolls by itself, by keyboard too.
  package var html: HTML {
    HTML("div", ["class": "table", "tabindex": "0", "role": "region", "aria-label": caption]) {
      HTML("table") {
        HTML("caption") { caption }
        HTML("thead") {
          HTML("tr") { for column in columns { HTML("th", ["scope": "col"]) { column } } }
        }
        HTML("tbody") {
          for row in rows {
            HTML("tr") {
              for (index, cell) in row.enumerated() {
                if index == 0 { HTML("th", ["scope": "row"]) { cell } } else { HTML("td") { cell } }
              }
            }
          }
        }
      }
    }
  }
}
