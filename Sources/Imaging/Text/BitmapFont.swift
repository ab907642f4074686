/// Letters as pixels, so that a picture can say what it shows: X11's "fixed" of 8 × 13 pixels, in the public domain.
///
/// `Documentation/Decisions/0012-text-on-pictures.md` says why there is no font file.
public enum BitmapFont {
  /// Pixels from a character's left side to the next one's.
  public static let width = 8
  /// Pixels from a line's top to the next one's.
  public static let height = 13

  /// Whether a character's cell is inked at a pixel.
  /// - Parameters:
  ///   - character: printable ASCII; any other looks like a question mark.
  ///   - column: from the left, `0 ..< 8`.
  ///   - row: from the top, `0 ..< 13`.
  static func isInked(_ character: Character, column: Int, row: Int) -> Bool {
    let rows = FixedGlyphs.rows[Int(printable(character)) - 0x20]
    let byte = row < 8 ? rows.upper >> UInt64(8 * (7 - row)) : rows.lower >> UInt64(8 * (12 - row))
    return byte >> UInt64(7 - column) & 1 == 1
  }

  private static func printable(_ character: Character) -> UInt8 {
    guard let code = character.asciiValue, (0x20...0x7E).contains(code) else { return UInt8(ascii: "?") }
    return code
  }

  /// Breaks a text at its spaces into lines of at most so many characters; a longer word is cut.
  /// - Parameters:
  ///   - text: words.
  ///   - columns: characters a line, at least 1.
  public static func lines(of text: String, columns: Int) -> [String] {
    precondition(columns >= 1, "\(columns) characters a line")
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var rest = word
      if !line.isEmpty, line.count + 1 + rest.count <= columns {
        line += " " + rest
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while rest.count > columns {
        lines.append(String(rest.prefix(columns)))
        rest = rest.dropFirst(columns)
      }
      line = String(rest)
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
