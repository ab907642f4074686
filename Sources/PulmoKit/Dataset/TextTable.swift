/// Rows of cells as lines of text, columns aligned: words to the left, numbers to the right.
enum TextTable {
  /// - Parameters:
  ///   - rows: all of one length.
  ///   - textColumns: how many columns, from the first on, hold words.
  static func lines(_ rows: [[String]], textColumns: Int = 1) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.reduce(0) { max($0, $1[column].count) } }
    return rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return column < textColumns ? cell.0 + padding : padding + cell.0
      }.joined(separator: "  ")
    }
  }
}

extension String {
  /// With control characters written out, so that a file's name cannot steer the terminal that prints it.
  package var printable: String {
    guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      text += scalar.properties.generalCategory == .control ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
  }
}
