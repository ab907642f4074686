import Imaging

extension ColorImage {
  /// Where a text stands on the picture in a colour, every pixel of it, by comparison with the same text written anew; nil where it does not.
  func place(of text: String, scale: Int, color: RGBColor) -> (column: Int, row: Int)? {
    let background: RGBColor = color == .black ? .white : .black
    var sample = ColorImage(width: text.count * BitmapFont.width * scale, height: BitmapFont.height * scale, color: background)
    sample.write(text, column: 0, row: 0, scale: scale, color: color)
    // Ink first: most places fail at the first pixel.
    let pixels = (0..<sample.width * sample.height).map { (column: $0 % sample.width, row: $0 / sample.width) }
    let ink = pixels.filter { sample[$0.column, $0.row] == color }
    let rest = pixels.filter { sample[$0.column, $0.row] != color }
    guard let first = ink.first, width >= sample.width, height >= sample.height else { return nil }
    for row in 0...height - sample.height {
      for column in 0...width - sample.width where self[column + first.column, row + first.row] == color {
        if ink.allSatisfy({ self[column + $0.column, row + $0.row] == color })
          && rest.allSatisfy({ self[column + $0.column, row + $0.row] != color })
        {
          return (column, row)
        }
      }
    }
    return nil
  }
}
