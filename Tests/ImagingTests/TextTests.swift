import Testing

@testable import Imaging

@Suite struct TextTests {
  private func drawing(_ text: String, scale: Int = 1, width: Int = 8, height: Int = 13) -> [String] {
    var picture = ColorImage(width: width, height: height, color: .black)
    picture.write(text, column: 0, row: 0, scale: scale, color: .white)
    return (0..<height).map { row in String((0..<width).map { picture[$0, row] == .white ? "#" : "." }) }
  }

  @Test func aLetterIsThatOfTheFont() {
    #expect(
      drawing("A") == [
        "........", "........", "...##...", "..#..#..", ".#....#.", ".#....#.", ".#....#.", ".######.", ".#....#.", ".#....#.", ".#....#.",
        "........", "........",
      ])
    // Below the line: the lower five rows.
    #expect(
      drawing("q").suffix(8) == ["..###.#.", ".#...##.", ".#....#.", ".#...##.", "..###.#.", "......#.", "......#.", "......#."])
  }

  @Test func aScaledLetterHasLargerPixels() {
    let large = drawing("Rx", scale: 3, width: 48, height: 39)
    let small = drawing("Rx", width: 16, height: 13)
    #expect(large == small.flatMap { row in Array(repeating: String(row.flatMap { [$0, $0, $0] }), count: 3) })
  }

  @Test func whatIsNotPrintableIsAQuestionMark() {
    #expect(drawing("é") == drawing("?") && drawing("\n") == drawing("?") && drawing("\u{7F}") == drawing("?"))
    #expect(drawing("~") != drawing("?") && drawing(" ") == drawing(""))
  }

  @Test func everyCharacterIsToldApart() {
    let cells = (0x20...0x7E).map { drawing(String(UnicodeScalar(UInt8($0)))) }
    #expect(Set(cells).count == 95)
  }

  @Test func linesBreakAtSpaces() {
    #expect(BitmapFont.lines(of: "not for diagnosis", columns: 10) == ["not for", "diagnosis"])
    #expect(BitmapFont.lines(of: "not for diagnosis", columns: 17) == ["not for diagnosis"])
    #expect(BitmapFont.lines(of: "a verylongword b", columns: 5) == ["a", "veryl", "ongwo", "rd b"])
    #expect(BitmapFont.lines(of: "", columns: 5) == [])
  }
}
