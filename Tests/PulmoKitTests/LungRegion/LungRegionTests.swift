import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct LungRegionTests {
  /// Chests high and low, near and far, to either side; with one lung or both of them nearly as bright as the body.
  static let chests = [
    SyntheticChest(), SyntheticChest(columns: 0.22...0.80, rows: 0.25...0.85), SyntheticChest(columns: 0.10...0.90, rows: 0.08...0.70),
    SyntheticChest(columns: 0.25...0.95, rows: 0.20...0.80), SyntheticChest(columns: 0.05...0.75, rows: 0.12...0.80),
    SyntheticChest(leftLung: 5), SyntheticChest(rightLung: 5, leftLung: 50), SyntheticChest(rightLung: 15, leftLung: 15),
  ]

  @Test(arguments: chests.indices)
  func lungsAreFound(index: Int) throws {
    let chest = Self.chests[index]
    let region = try #require(LungRegion(of: chest.film()))
    for (found, drawn) in [(region.columns, chest.columns), (region.rows, chest.rows)] {
      let margin = LungRegion.margin * (drawn.upperBound - drawn.lowerBound)
      #expect(abs(found.lowerBound - max(0, drawn.lowerBound - margin)) < 0.06, "\(found) for \(drawn)")
      #expect(abs(found.upperBound - min(1, drawn.upperBound + margin)) < 0.06, "\(found) for \(drawn)")
    }
  }

  @Test func theLetterIsCutAwayAndMovesNothing() throws {
    var chest = SyntheticChest()
    let region = try #require(LungRegion(of: chest.film()))
    #expect(!region.crop(chest.film()).pixels.contains(255))
    chest.hasLetter = false
    let without = try #require(LungRegion(of: chest.film()))
    #expect(abs(without.columns.lowerBound - region.columns.lowerBound) < 0.02)
    #expect(abs(without.rows.lowerBound - region.rows.lowerBound) < 0.02)
  }

  @Test func sizeAndToneMoveLittle() throws {
    let region = try #require(LungRegion(of: SyntheticChest().film()))
    for (width, height) in [(224, 224), (450, 310)] {
      var film = SyntheticChest().film(width: width, height: height)
      Tone(gamma: 1.3, contrast: 0.8, brightness: 0.05).apply(to: &film)
      let other = try #require(LungRegion(of: film))
      for (one, two) in [(region.columns, other.columns), (region.rows, other.rows)] {
        #expect(abs(one.lowerBound - two.lowerBound) < 0.02 && abs(one.upperBound - two.upperBound) < 0.02, "\(width)×\(height)")
      }
    }
  }

  @Test func whereNoChestIsTheWholeFilmStays() {
    for index in 0..<3 { #expect(LungRegion(of: Films.film(index)) == nil, "film \(index)") }
    #expect(LungRegion(of: GrayImage(width: 50, height: 40, pixels: Array(repeating: 90, count: 2000))) == nil)
    let noise = Films.film(0)
    #expect(
      Preprocessing(width: 16, height: 24, region: .lungs).picture(of: noise) == Preprocessing(width: 16, height: 24).picture(of: noise))
  }

  @Test func thePictureOfAFilmIsItsRegionSquashed() throws {
    let film = SyntheticChest().film(width: 200, height: 100)
    let region = try #require(LungRegion(of: film))
    let part = region.crop(film)
    #expect(part.width == LungRegion.pixels(region.columns, of: 200).count)
    #expect(Preprocessing(width: 32, height: 48, region: .lungs).picture(of: film) == part.resized(width: 32, height: 48))
    var even = part.resized(width: 32, height: 48)
    ToneEqualization(of: even).apply(to: &even)
    #expect(Preprocessing(width: 32, height: 48, tone: .equalized, region: .lungs).picture(of: film) == even)
  }

  @Test func pixelsOfARange() {
    #expect(LungRegion.pixels(0.1...0.84, of: 10) == 1..<8)
    #expect(LungRegion.pixels(0...1, of: 7) == 0..<7)
    #expect(LungRegion.pixels(1...1, of: 7) == 6..<7)
  }
}
