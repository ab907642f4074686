import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct ToneEqualizationTests {
  @Test func eachLevelBecomesItsMidRank() {
    // 10×10: the inner part is rows and columns 1 to 8, 64 pixels: 16 of level 50, 32 of 60, 16 of 200. The border's 7 has no say.
    var film = GrayImage(width: 10, height: 10, pixels: Array(repeating: 7, count: 100))
    for row in 1...8 { for column in 1...8 { film.pixels[row * 10 + column] = column <= 2 ? 50 : column <= 6 ? 60 : 200 } }
    let table = ToneEqualization(of: film).table
    #expect(table[7] == 0)
    #expect(table[49] == 0)
    #expect(table[50] == 32)  // 255 · 8 / 64 = 31.9
    #expect(table[55] == 64)  // 255 · 16 / 64 = 63.75
    #expect(table[60] == 128)  // 255 · 32 / 64 = 127.5
    #expect(table[199] == 191)  // 255 · 48 / 64 = 191.25
    #expect(table[200] == 223)  // 255 · 56 / 64 = 223.1
    #expect(table[201] == 255)
    ToneEqualization(of: film).apply(to: &film)
    #expect(Array(film.pixels[10..<20]) == [0, 32, 32, 128, 128, 128, 128, 223, 223, 0])
  }

  @Test func neverReversesLevels() {
    for index in 0..<8 {
      let table = ToneEqualization(of: Films.film(index)).table
      #expect(zip(table, table.dropFirst()).allSatisfy { $0 <= $1 }, "film \(index)")
      #expect(table.count == 256)
    }
  }

  @Test(arguments: [
    Tone(gamma: 0.7), Tone(gamma: 1.4), Tone(contrast: 0.7), Tone(contrast: 1.15), Tone(brightness: 0.05), Tone(brightness: -0.05),
    Tone(gamma: 1.2, contrast: 0.8, brightness: 0.1),
  ])
  func theCurveOfAFilmIsTakenOut(tone: Tone) {
    let film = Self.film(levels: 24...230)
    let changed = Self.equalized(film, after: tone)
    let difference = zip(Self.equalized(film, after: Tone()).pixels, changed.pixels).map { abs(Int($0) - Int($1)) }
    #expect(difference.max() ?? .max <= 2)
    #expect(changed.pixels.contains { $0 < 8 } && changed.pixels.contains { $0 > 247 }, "spread from black to white")
  }

  @Test func oneLevelAloneStays() {
    let film = GrayImage(width: 20, height: 20, pixels: Array(repeating: 90, count: 400))
    #expect(ToneEqualization(of: film).table == Array(0...255))
  }

  @Test func thePictureOfAFilmIsEqualized() {
    let (film, raw) = (Films.film(3), Preprocessing(width: 20, height: 33))
    var expected = raw.picture(of: film)
    ToneEqualization(of: expected).apply(to: &expected)
    #expect(expected != raw.picture(of: film))
    #expect(Preprocessing(width: 20, height: 33, tone: .equalized).picture(of: film) == expected)
  }

  @Test func anAdaptiveToneIsEqualizedFirst() {
    let film = Films.film(3)
    var expected = Preprocessing(width: 40, height: 33, tone: .equalized).picture(of: film)
    let equalized = expected
    expected = expected.adaptivelyEqualized(tiles: 4, clipLimit: 5)
    #expect(expected != equalized)
    #expect(Preprocessing(width: 40, height: 33, tone: .adaptive).picture(of: film) == expected)
  }

  private static func equalized(_ film: GrayImage, after tone: Tone) -> GrayImage {
    var film = film
    tone.apply(to: &film)
    ToneEqualization(of: film).apply(to: &film)
    return film
  }

  /// A film whose levels are all about equally frequent.
  private static func film(levels: ClosedRange<UInt64>) -> GrayImage {
    var generator = SplitMix64(seed: 5)
    let count = levels.upperBound - levels.lowerBound + 1
    return GrayImage(width: 120, height: 100, pixels: (0..<12_000).map { _ in UInt8(levels.lowerBound + generator.next() % count) })
  }
}
