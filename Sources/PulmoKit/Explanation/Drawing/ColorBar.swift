public import Imaging

/// What the colours of a picture mean, as a bar beside it.
public struct ColorBar: Sendable, Hashable {
  public let map: ColorMap
  /// The value at the bar's lower end: 0, or `-upper`.
  public let lower: Float
  /// The value at the bar's upper end, at least 0.
  public let upper: Float
  /// Whether the picture has values beyond the ends, which look like those at the ends.
  public let isSaturated: Bool

  private static let width = 14
  private static let margin = 6

  /// What stands at the ends: `for +0.12`, `against -0.12`.
  var words: (upper: [String], lower: [String]) {
    let isSigned = lower < 0
    let end = Double(upper).shortText
    let beyond = isSaturated ? ">=" : ""
    return (["for", beyond + (isSigned ? "+" : "") + end], isSigned ? ["against", (isSaturated ? "<=" : "") + "-" + end] : ["0"])
  }

  /// Pixels that the bar takes beside a film, with its words.
  func width(scale: Int) -> Int {
    let longest = (words.upper + words.lower).map(\.count).max() ?? 0
    return scale * (2 * Self.margin + max(longest * BitmapFont.width, Self.width + 2 * BitmapFont.width))
  }

  /// Draws the bar with its words.
  /// - Parameters:
  ///   - image: what it is drawn on.
  ///   - column: of its left side.
  ///   - height: pixels from the image's top.
  ///   - scale: pixels that a pixel of a letter takes.
  func draw(on image: inout ColorImage, column: Int, height: Int, scale: Int) {
    let words = words
    let (line, left) = (BitmapFont.height * scale, column + Self.margin * scale)
    var row = Self.margin * scale
    for word in words.upper {
      image.write(word, column: left, row: row, scale: scale, color: PictureColors.text)
      row += line
    }
    let top = row + Self.margin * scale
    let bottom = max(top + 1, height - (words.lower.count * line + 2 * Self.margin * scale))
    for row in top..<bottom {
      let place = 1 - (Float(row - top) + 0.5) / Float(bottom - top)
      image.fill(columns: left..<left + Self.width * scale, rows: row..<row + 1, with: map.color(at: place))
    }
    if lower < 0 {
      let middle = (top + bottom - line) / 2
      image.write("0", column: left + (Self.width + 4) * scale, row: middle, scale: scale, color: PictureColors.quietText)
    }
    row = bottom + Self.margin * scale
    for word in words.lower {
      image.write(word, column: left, row: row, scale: scale, color: PictureColors.text)
      row += line
    }
  }
}
