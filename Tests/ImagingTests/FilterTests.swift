import Testing

@testable import Imaging

@Suite struct FilterTests {
  /// Levels by column and row, modulo 256.
  private static func picture(_ width: Int, _ height: Int, _ level: (_ x: Int, _ y: Int) -> Int) -> GrayImage {
    var pixels: [UInt8] = []
    for y in 0..<height { for x in 0..<width { pixels.append(UInt8(level(x, y) % 256)) } }
    return GrayImage(width: width, height: height, pixels: pixels)
  }

  /// Level (37 x + 91 y + 13 x y) mod 256 on 7×5 pixels, and what SciPy 1.17.1 makes of it: `gaussian_filter(a, 1.5, mode="nearest")`, rounded.
  @Test func blurIsSciPys() {
    let film = Self.picture(7, 5) { 37 * $0 + 91 * $1 + 13 * $0 * $1 }
    let expected: [UInt8] = [
      61, 81, 103, 124, 142, 158, 171,
      89, 105, 120, 132, 141, 148, 153,
      107, 119, 130, 137, 140, 141, 142,
      111, 122, 130, 135, 137, 137, 137,
      112, 120, 125, 129, 131, 131, 132,
    ]
    #expect(film.blurred(standardDeviation: 1.5).pixels == expected)
  }

  @Test(arguments: [0.8, 1.5, 3])
  func anImpulseSpreadsByTheStandardDeviation(sigma: Double) {
    // A bright line is bright enough for its spread to be measured in whole levels.
    var film = GrayImage(width: 61, height: 41, pixels: Array(repeating: 0, count: 61 * 41))
    for y in 0..<41 { film.pixels[y * 61 + 30] = 255 }
    let row = film.blurred(standardDeviation: sigma).pixels[20 * 61..<21 * 61].map(Double.init)
    let total = row.reduce(0, +)
    let variance = row.enumerated().reduce(0) { $0 + Double(($1.offset - 30) * ($1.offset - 30)) * $1.element } / total
    #expect(abs(total - 255) <= 4, "\(total)")
    #expect(abs(variance.squareRoot() / sigma - 1) < 0.03, "\(variance.squareRoot())")
    let columns = Self.picture(41, 61) { _, y in y == 30 ? 255 : 0 }
    let column = columns.blurred(standardDeviation: sigma).pixels.enumerated().filter { $0.offset % 41 == 20 }.map { Double($0.element) }
    #expect(column == row)
  }

  @Test func blurKeepsTheMeanAndWhatIsFlat() {
    var random = SplitMix64(state: 5)
    let film = GrayImage(width: 90, height: 70, pixels: (0..<6300).map { _ in .random(in: 0...255, using: &random) })
    func mean(_ picture: GrayImage) -> Double { Double(picture.pixels.reduce(0) { $0 + Int($1) }) / Double(picture.pixels.count) }
    #expect(abs(mean(film.blurred(standardDeviation: 1.5)) - mean(film)) < 0.7)
    #expect(film.blurred(standardDeviation: 0) == film)
    for level: UInt8 in [0, 1, 127, 255] {
      let flat = GrayImage(width: 9, height: 4, pixels: Array(repeating: level, count: 36))
      #expect(flat.blurred(standardDeviation: 4) == flat, "\(level)")
    }
  }

  /// Level (17 x + 9 y + 5 x y) mod 256 on 8×8 pixels, and what Pillow 13 reads of the JPEG it writes with quality 20.
  @Test func recompressionIsPillows() {
    let film = Self.picture(8, 8) { 17 * $0 + 9 * $1 + 5 * $0 * $1 }
    let expected: [UInt8] = [
      0, 4, 47, 67, 77, 93, 111, 120,
      16, 42, 65, 68, 69, 92, 132, 162,
      33, 49, 71, 93, 117, 157, 211, 254,
      29, 36, 72, 130, 175, 193, 203, 213,
      48, 49, 94, 169, 201, 159, 92, 53,
      56, 68, 130, 210, 219, 147, 72, 43,
      60, 88, 155, 209, 180, 112, 105, 149,
      82, 113, 164, 169, 89, 19, 71, 178,
    ]
    #expect(film.recompressed(quality: 20).pixels == expected)
  }

  @Test func recompressionIsAFileWrittenAndRead() throws {
    var random = SplitMix64(state: 6)
    let film = Self.picture(100, 80) { $0 + $1 + Int.random(in: 0...70, using: &random) }
    for quality in [1, 20, 75, 100] {
      let read = try GrayImage(decoding: try film.encoded(as: .jpeg(quality: quality)), path: "film.jpeg")
      #expect(film.recompressed(quality: quality) == read, "quality \(quality)")
    }
    // No film, but a picture. (Mid-grey is kept by every quality.)
    let flat = GrayImage(width: 16, height: 16, pixels: Array(repeating: 128, count: 256))
    #expect(flat.recompressed(quality: 20) == flat)
  }

  /// Goldens/adaptive: SOURCE_TILES_CLIP.pgm, what OpenCV's CLAHE makes of resize/SOURCE.pgm.
  @Test func adaptiveEqualizationIsOpenCVs() throws {
    let names = try Goldens.names(in: "adaptive", "pgm")
    #expect(names.count == 14)
    for name in names {
      let parts = name.dropLast(4).split(separator: "_")
      let clip = try #require(parts.last.flatMap { Double($0) })
      let tiles = try #require(Int(parts[parts.count - 2]))
      let source = try Goldens.picture("resize/\(parts.dropLast(2).joined(separator: "_")).pgm")
      #expect(source.adaptivelyEqualized(tiles: tiles, clipLimit: clip) == (try Goldens.picture("adaptive/\(name)")), "\(name)")
    }
  }

  @Test func adaptiveEqualizationRaisesFaintContrastNoFurtherThanItsLimit() {
    // Three levels alone: what is cut of them is shared out over all 256, so that each of them rises by little more than the limit.
    let faint = Self.picture(64, 64) { 100 + ($0 * 7 + $1 * 13) % 3 }
    let limited = faint.adaptivelyEqualized(tiles: 2, clipLimit: 4)
    let free = faint.adaptivelyEqualized(tiles: 2, clipLimit: .infinity)
    func range(_ picture: GrayImage) -> Int { Int(picture.pixels.max() ?? 0) - Int(picture.pixels.min() ?? 0) }
    #expect(range(faint) == 2 && (8...12).contains(range(limited)) && range(free) > 160)
  }
}
