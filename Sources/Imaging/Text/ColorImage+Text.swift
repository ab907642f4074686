extension ColorImage {
  /// Writes one line of text; what does not fit is left out.
  /// - Parameters:
  ///   - text: printable ASCII; any other character looks like a question mark.
  ///   - column: of the first character's left side.
  ///   - row: of the line's top.
  ///   - scale: pixels that a pixel of the ``BitmapFont`` takes along each axis, at least 1.
  ///   - color: of the ink; what is between it stays.
  public mutating func write(_ text: String, column: Int, row: Int, scale: Int, color: RGBColor) {
    precondition(scale >= 1, "text of scale \(scale)")
    for (index, character) in text.enumerated() {
      let left = column + index * BitmapFont.width * scale
      for y in 0..<BitmapFont.height {
        for x in 0..<BitmapFont.width where BitmapFont.isInked(character, column: x, row: y) {
          let (start, top) = (left + x * scale, row + y * scale)
          fill(columns: start..<start + scale, rows: top..<top + scale, with: color)
        }
      }
    }
  }
}
