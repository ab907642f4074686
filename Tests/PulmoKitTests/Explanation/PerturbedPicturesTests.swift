import Imaging
import Testing

@testable import PulmoKit

@Suite struct PerturbedPicturesTests {
  /// Two superpixels of two and four pixels; means of 15.5 and 102.75, their fractions cut off.
  private let film = GrayImage(width: 3, height: 2, pixels: [10, 21, 200, 101, 100, 10])
  private let superpixels = Superpixels(width: 3, height: 2, labels: [0, 0, 1, 1, 1, 1], count: 2)

  @Test func hiddenFilmByHand() {
    #expect(Hiding.mean.everythingHidden(of: film, superpixels).pixels == [15, 15, 102, 102, 102, 102])
    #expect(Hiding.color(7).everythingHidden(of: film, superpixels).pixels == [7, 7, 7, 7, 7, 7])
  }

  @Test func picturesByHand() {
    let samples = LIMESamples(isShown: [1, 1, 0, 1, 1, 0, 0, 0], superpixelCount: 2)
    let pictures = PerturbedPictures(of: film, superpixels)
    let expected: [[UInt8]] = [film.pixels, [15, 15, 200, 101, 100, 10], [10, 21, 102, 102, 102, 102], [15, 15, 102, 102, 102, 102]]
    for (sample, expected) in expected.enumerated() {
      var picture = [UInt8](repeating: 99, count: pictures.scalarCount)
      picture.withUnsafeMutableBufferPointer { pictures.write(sample, of: samples, into: $0) }
      #expect(picture == expected, "sample \(sample)")
    }
  }

  @Test func scalarsAreThoseOfTheLevels() {
    let pictures = PerturbedPictures(of: film, superpixels, hiding: .color(0), scalarOfLevel: (0..<256).map { Float($0) - 0.5 })
    var picture = [Float](repeating: 0, count: 6)
    let samples = LIMESamples(isShown: [1, 1, 0, 1], superpixelCount: 2)
    picture.withUnsafeMutableBufferPointer { pictures.write(1, of: samples, into: $0) }
    #expect(picture == [-0.5, -0.5, 199.5, 100.5, 99.5, 9.5])
  }

  @Test func pictureIsThePackages() throws {
    let film = try LIMEGolden.read().film
    let pictures = PerturbedPictures(of: film.picture, film.superpixels)
    var picture = [UInt8](repeating: 0, count: film.levels.count)
    picture.withUnsafeMutableBufferPointer { pictures.write(1, of: film.samples, into: $0) }
    #expect(picture == film.secondSample && picture != film.levels)
  }
}
