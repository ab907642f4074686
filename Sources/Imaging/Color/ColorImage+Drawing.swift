extension ColorImage {
  /// Fills a rectangle; what of it lies outside the picture is left out.
  /// - Parameters:
  ///   - columns: of the rectangle.
  ///   - rows: of the rectangle.
  ///   - color: what fills it.
  public mutating func fill(columns: Range<Int>, rows: Range<Int>, with color: RGBColor) {
    for row in rows.clamped(to: 0..<height) {
      for column in columns.clamped(to: 0..<width) { self[column, row] = color }
    }
  }

  /// Draws the outline of a rectangle, inside it.
  /// - Parameters:
  ///   - columns: of the rectangle.
  ///   - rows: of the rectangle.
  ///   - thickness: of the line, in pixels.
  ///   - color: of the line.
  public mutating func outline(columns: Range<Int>, rows: Range<Int>, thickness: Int, color: RGBColor) {
    let (left, right, top, bottom) = (columns.lowerBound, columns.upperBound, rows.lowerBound, rows.upperBound)
    fill(columns: columns, rows: top..<min(top + thickness, bottom), with: color)
    fill(columns: columns, rows: max(bottom - thickness, top)..<bottom, with: color)
    fill(columns: left..<min(left + thickness, right), rows: rows, with: color)
    fill(columns: max(right - thickness, left)..<right, rows: rows, with: color)
  }

  /// Puts a picture on this one; what does not fit is left out.
  /// - Parameters:
  ///   - picture: what is put there.
  ///   - column: where its left side comes to lie.
  ///   - row: where its top comes to lie.
  public mutating func draw(_ picture: ColorImage, column: Int, row: Int) {
    let columns = (column..<column + picture.width).clamped(to: 0..<width)
    for line in (row..<row + picture.height).clamped(to: 0..<height) {
      for place in columns { self[place, line] = picture[place - column, line - row] }
    }
  }
}
