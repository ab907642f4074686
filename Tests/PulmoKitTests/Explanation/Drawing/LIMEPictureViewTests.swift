import Imaging
import Testing

@testable import PulmoKit

@Suite struct LIMEPictureViewTests {
  @Test func theMaskIsThatOfThePackage() throws {
    let golden = try DrawingGolden.read()
    let picture = ExplanationPicture(
      maskOf: golden.explanation, golden.superpixels, on: SeenFilm(whole: golden.picture), top: golden.top)
    #expect(picture.image.samples == golden.mask)
    #expect(picture.bar == nil && picture.key.map(\.text) == ["Green: speaks for pneumonia", "Red: speaks against it"])
  }

  @Test func boundariesAreThoseOfScikitImage() throws {
    let golden = try DrawingGolden.read().boundaries
    let boundaries = SuperpixelBoundaries(of: golden.labels, width: golden.width).isBoundary
    #expect(boundaries.map { $0 ? 1 : 0 } == golden.isBoundary)
    // Two halves: two columns, and a ring more on each side.
    let halves = (0..<24).map { Int32($0 % 8 / 4) }
    let columns = { (marks: [Bool]) in (0..<8).filter { marks[$0] } }
    #expect(columns(SuperpixelBoundaries(of: halves, width: 8).isBoundary) == [3, 4])
    #expect(columns(SuperpixelBoundaries(of: halves, width: 8, thickness: 2).isBoundary) == [2, 3, 4, 5])
  }

  /// Superpixels of 2 × 2 pixels on a film of 8 × 8 of which the network sees 4 × 4, its right lower quarter.
  @Test func superpixelsLieWhereTheNetworkLooked() {
    let superpixels = Superpixels(width: 2, height: 2, labels: [0, 1, 2, 3], count: 4)
    let weights = [0.5, -1, 0, 0.25]
    let explanation = LIMEExplanation(
      label: .viral, probability: 0.5, weights: weights, intercept: 0, localPrediction: 0.5, determination: nil)
    var film = GrayImage.flat(12, 12, level: 50)
    film.pixels[0] = 255
    film.pixels[143] = 200
    let seen = SeenFilm(film, columns: 4..<12, rows: 4..<12)
    let picture = ExplanationPicture(weightsOf: explanation, superpixels, on: seen)
    #expect(picture.image[3, 3] == RGBColor(gray: 50) && picture.image[4, 4] == PictureColors.frame)
    for (label, place) in [(6, 6), (9, 6), (6, 9), (9, 9)].enumerated() {
      #expect(picture.image[place.0, place.1] == ColorMap.redBlue.color(at: Float(weights[label] + 1) / 2), "superpixel \(label)")
    }
    #expect(picture.image[7, 7] == ColorMap.redBlue.color(at: 0.75) && picture.image[8, 8] == ColorMap.redBlue.color(at: 0.625))
    #expect(picture.bar == ColorBar(map: .redBlue, lower: -1, upper: 1, isSaturated: false))
    // The brightest level that the network sees is 200. What has no weight has no tint.
    let mask = ExplanationPicture(maskOf: explanation, superpixels, on: seen).image
    #expect(mask[6, 6] == RGBColor(red: 50, green: 200, blue: 50) && mask[10, 6] == RGBColor(red: 200, green: 50, blue: 50))
    #expect(mask[6, 10] == RGBColor(gray: 50) && mask[7, 6] == PictureColors.boundary && mask[6, 8] == PictureColors.boundary)
  }

  /// Centres at 0.375, 1.125, 1.875 and 2.625 of three.
  @Test func aPixelTakesTheSuperpixelAtItsCentre() {
    let superpixels = Superpixels(width: 3, height: 1, labels: [0, 1, 2], count: 3)
    #expect(superpixels.labels(width: 4, height: 2) == [0, 1, 1, 2, 0, 1, 1, 2])
  }
}
