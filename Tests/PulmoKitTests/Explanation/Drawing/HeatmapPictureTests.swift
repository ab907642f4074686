import Imaging
import Testing

@testable import PulmoKit

@Suite struct HeatmapPictureTests {
  private let film = GrayImage.flat(8, 8, level: 100)

  private func heatmap(_ width: Int, _ height: Int, _ values: [Int: Float]) -> Heatmap {
    Heatmap(width: width, height: height, values: (0..<width * height).map { values[$0] ?? 0 })
  }

  /// `(1 - a) · film + a · colour` with `a = 0.65 |value| / limit`.
  @Test func positiveMapsAreBlendedFromNothing() {
    let picture = ExplanationPicture(of: heatmap(8, 8, [9: 4, 10: 1]), on: SeenFilm(whole: film)).image
    // viridis at 1 is 0xfde725: 0.35 · 100 + 0.65 · (253, 231, 37).
    #expect(picture[1, 1] == RGBColor(red: 199, green: 185, blue: 59))
    // At a quarter 0x3b518b, a = 0.1625.
    let quarter = ColorMap.viridis.color(at: 0.25)
    #expect(picture[2, 1] == quarter.over(RGBColor(gray: 100), opacity: 0.1625))
    let untouched = (0..<64).filter { picture[$0 % 8, $0 / 8] == RGBColor(gray: 100) }
    #expect(untouched.count == 62)
  }

  @Test func signedMapsAreSymmetricAroundZero() throws {
    let explanation = ExplanationPicture(of: heatmap(8, 8, [0: 1, 1: -2, 2: 2]), on: SeenFilm(whole: film))
    let bar = try #require(explanation.bar)
    #expect(bar.lower == -2 && bar.upper == 2 && bar.map == .redBlue)
    let picture = explanation.image
    // 0.35 · 100 + 0.65 · 0x67001f and 0x053061: red against, blue for.
    #expect(picture[1, 0] == RGBColor(red: 102, green: 35, blue: 55))
    #expect(picture[2, 0] == RGBColor(red: 38, green: 66, blue: 98))
    #expect(picture[0, 0] == ColorMap.redBlue.color(at: 0.75).over(RGBColor(gray: 100), opacity: 0.325))
    #expect(picture[5, 5] == RGBColor(gray: 100))
  }

  /// A heatmap of 2 × 1 over 4 × 1 pixels: a quarter and three quarters of the way in between.
  @Test func mapsAreStretchedAlongStraightLines() {
    let picture = ExplanationPicture(of: heatmap(2, 1, [1: 1]), on: SeenFilm(whole: .flat(4, 1, level: 100))).image
    for (column, value) in [(0, 0), (1, 0.25), (2, 0.75), (3, 1)] as [(Int, Float)] {
      #expect(picture[column, 0] == ColorMap.viridis.color(at: value).over(RGBColor(gray: 100), opacity: 0.65 * value), "column \(column)")
    }
  }

  @Test func aMapOfTheLungsLiesWhereTheyAre() {
    let seen = SeenFilm(film, columns: 2..<7, rows: 1..<6)
    #expect(!seen.isWhole)
    let full = Heatmap(width: 5, height: 5, values: Array(repeating: 1, count: 25))
    let picture = ExplanationPicture(of: full, on: seen).image
    for row in 0..<8 {
      for column in 0..<8 {
        let isSeen = (2..<7).contains(column) && (1..<6).contains(row)
        let isFrame = isSeen && (column == 2 || column == 6 || row == 1 || row == 5)
        let expected =
          isFrame ? PictureColors.frame : isSeen ? RGBColor(red: 199, green: 185, blue: 59) : RGBColor(gray: 100)
        #expect(picture[column, row] == expected, "\(column), \(row)")
      }
    }
  }

  @Test func theLungsAreTakenFromThePreprocessing() throws {
    let chest = SyntheticChest().film()
    let region = try #require(LungRegion(of: chest))
    let seen = SeenFilm(chest, Preprocessing(width: 64, height: 64, region: .lungs))
    let crop = region.crop(chest)
    #expect(seen.columns.count == crop.width && seen.rows.count == crop.height && !seen.isWhole)
    #expect(chest.cropped(columns: seen.columns, rows: seen.rows) == crop)
    #expect(SeenFilm(chest, Preprocessing(width: 64, height: 64)).isWhole)
    #expect(SeenFilm(film, Preprocessing(width: 64, height: 64, region: .lungs)).isWhole)
  }

  @Test func aShareMayLieBeyondTheLimits() throws {
    // 1, 2 … 100, the last a thousand times as much.
    let values = (1...100).map { Float($0) } + [100_000]
    let map = Heatmap(width: 101, height: 1, values: values)
    let plain = HeatmapColors(of: map.values)
    #expect(plain.limit == 100_000 && !plain.isSaturated)
    let saturated = HeatmapColors(of: map.values, saturating: 0.01)
    #expect(saturated.limit == 100 && saturated.isSaturated && saturated.bar.words.upper == ["for", ">=100"])
    // Few bright pixels among zeros: the limit is not 0.
    #expect(HeatmapColors(of: Array(repeating: 0, count: 999) + [3], saturating: 0.01).limit == 3)
  }

  @Test func anEmptyMapSaysSo() throws {
    let picture = ExplanationPicture(of: heatmap(8, 8, [:]), on: SeenFilm(whole: film))
    #expect(picture.image == ColorImage(film))
    #expect(picture.key.contains { $0.text.contains("0 everywhere") })
    #expect(picture.bar?.words.upper == ["for", "0"])
  }

  @Test func limitsAreShort() {
    let texts = [
      (0.0123456, "0.0123"), (12.34, "12.3"), (123.4, "123"), (1.5e-7, "1.50e-7"), (0, "0"), (1, "1.00"), (-0.5, "-0.500"),
      (2.5e9, "2.50e9"),
    ]
    for (number, text) in texts { #expect(number.shortText == text) }
  }
}
