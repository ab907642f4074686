import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct CorruptionTests {
  private static func study(_ id: String) -> Study { Study(id: id, patient: "p", path: "", label: .normal, folder: nil) }
  private let study = Self.study("train/NORMAL/IM-1-0001.jpeg")

  /// A picture of one level, 224 pixels a side.
  private func flat(_ level: UInt8) -> GrayImage { GrayImage(width: 224, height: 224, pixels: Array(repeating: level, count: 224 * 224)) }

  private let film: GrayImage = {
    var generator = SplitMix64(seed: 9)
    var pixels: [UInt8] = []
    for y in 0..<224 { for x in 0..<224 { pixels.append(UInt8(y / 2 + x / 2) + UInt8(generator.next() % 32)) } }
    return GrayImage(width: 224, height: 224, pixels: pixels)
  }()

  /// Figures under the list are comparable only while it stays what it is: add nothing, change nothing.
  @Test func theListIsFrozen() {
    #expect(
      Corruption.allCases.map(\.rawValue) == [
        "brightness +25%", "brightness -25%", "contrast 0.7", "contrast 1.4", "gamma 0.7", "gamma 1.4", "noise 0.05", "blur 1.5 px",
        "JPEG quality 20", "rotation 10°", "crop 10%", "aspect +15%", "aspect -15%",
      ])
    #expect(
      Corruption.allCases.map(\.family) == [
        .brightness, .brightness, .contrast, .contrast, .gamma, .gamma, .noise, .blur, .compression, .rotation, .crop, .aspect, .aspect,
      ])
    #expect(Set(Corruption.allCases.map(\.family)) == Set(Corruption.Family.allCases))
  }

  /// Single levels before and after, by hand.
  @Test(arguments: [
    (Corruption.brighter, [(0, 64), (100, 164), (200, 255)]),  // + 63.75
    (.darker, [(255, 191), (100, 36), (50, 0)]),
    (.flatter, [(0, 38), (255, 217), (127, 127)]),  // 127.5 ± 89.25
    (.harder, [(100, 89), (10, 0), (250, 255)]),  // 127.5 - 1.4 · 27.5
    (.lowGamma, [(0, 0), (64, 97), (255, 255)]),  // 255 · (64 / 255)^0.7
    (.highGamma, [(0, 0), (64, 37), (255, 255)]),  // 255 · (64 / 255)^1.4
  ])
  func tonesAreAddedScaledAndBent(corruption: Corruption, levels: [(Int, Int)]) {
    for (before, after) in levels {
      let corrupted = corruption(flat(UInt8(before)), of: study)
      #expect(Set(corrupted.pixels) == [UInt8(after)], "\(corruption) of \(before)")
    }
  }

  @Test func noiseHasItsSpreadAndHangsOnTheFilmAlone() {
    let noisy = Corruption.noise(flat(128), of: study)
    let differences = noisy.pixels.map { Double($0) - 128 }
    let mean = differences.reduce(0, +) / Double(differences.count)
    let deviation = (differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count) - mean * mean).squareRoot()
    #expect(abs(mean) < 0.3)  // standard error 0.06
    #expect(abs(deviation - 12.75) < 0.2)  // standard error 0.04
    let isRepeatable = Corruption.noise(flat(128), of: study) == noisy
    let isOneForAll = Corruption.noise(flat(128), of: Self.study("another.jpeg")) == noisy
    #expect(isRepeatable && !isOneForAll)
  }

  @Test func blurAndJPEGAreImagings() {
    // Told by a word: a failure that prints two pictures of 50,000 levels helps nobody.
    let (blurred, compressed) = (Corruption.blur(film, of: study), Corruption.compression(film, of: study))
    let isBlurred = blurred == film.blurred(standardDeviation: 1.5) && blurred != film
    let isCompressed = compressed == film.recompressed(quality: 20) && compressed != film
    #expect(isBlurred)
    #expect(isCompressed)
  }

  /// A bright square on black, 224 pixels a side: the columns and rows from `first` up to `end`.
  private func square(columns: Range<Int>, rows: Range<Int>) -> GrayImage {
    GrayImage(width: 224, height: 224, pixels: (0..<224 * 224).map { columns ~= $0 % 224 && rows ~= $0 / 224 ? 200 : 0 })
  }

  /// The centre of what is bright and its width and height, in pixels from the picture's centre.
  private func extent(_ picture: GrayImage) -> (x: Double, y: Double, width: Double, height: Double) {
    var (sum, x, y) = (0.0, 0.0, 0.0)
    for (index, level) in picture.pixels.enumerated() {
      sum += Double(level)
      x += Double(level) * (Double(index % 224) - 111.5)
      y += Double(level) * (Double(index / 224) - 111.5)
    }
    func run(_ levels: [UInt8]) -> Double { levels.reduce(0) { $0 + Double($1) } / 200 }
    let middleRow = Int((y / sum + 111.5).rounded()), middleColumn = Int((x / sum + 111.5).rounded())
    return (
      x / sum, y / sum, run((0..<224).map { picture.pixels[middleRow * 224 + $0] }),
      run((0..<224).map { picture.pixels[$0 * 224 + middleColumn] })
    )
  }

  /// Of the middle 80%, which is all of the result, the outer tenths are gone.
  @Test func cropKeepsTheMiddleFourFifths() {
    let middle = extent(Corruption.crop(square(columns: 92..<132, rows: 92..<132), of: study))
    #expect(abs(middle.x) < 0.1 && abs(middle.y) < 0.1)
    #expect(abs(middle.width - 50) < 0.5 && abs(middle.height - 50) < 0.5)  // 40 / 0.8
    // A frame 22 pixels wide is cut off, one of 25 is seen.
    let frame = square(columns: 22..<202, rows: 22..<202)
    #expect(Corruption.crop(frame, of: study).pixels.allSatisfy { $0 > 100 })
    #expect(Corruption.crop(square(columns: 25..<199, rows: 25..<199), of: study).pixels[0] == 0)
  }

  @Test func aspectStretchesAndKeepsTheArea() {
    let chest = square(columns: 82..<142, rows: 82..<142)
    for (corruption, ratio) in [(Corruption.wider, 1.15), (.narrower, 0.85)] {
      let stretched = extent(corruption(chest, of: study))
      #expect(abs(stretched.x) < 0.1 && abs(stretched.y) < 0.1, "\(corruption)")
      #expect(abs(stretched.width / stretched.height - ratio) < 0.02, "\(corruption): \(stretched)")
      #expect(abs(stretched.width * stretched.height - 3600) < 60, "\(corruption): \(stretched)")
    }
    // Where the film ends it is black.
    #expect(Corruption.wider(flat(200), of: study).pixels[112] == 0 && Corruption.wider(flat(200), of: study).pixels[112 * 224] == 200)
    #expect(Corruption.narrower(flat(200), of: study).pixels[112 * 224] == 0)
  }

  @Test func rotationTurnsCounterclockwiseByTenDegrees() {
    // 80 pixels right of the centre: counterclockwise, with y down, it goes up.
    let turned = extent(Corruption.rotation(square(columns: 187..<197, rows: 107..<117), of: study))
    #expect(abs(turned.x - 78.8) < 0.3 && abs(turned.y + 13.9) < 0.3, "\(turned)")  // 80 cos 10°, -80 sin 10°
    #expect(Corruption.rotation(flat(200), of: study).pixels[0] == 0)
  }

  @Test func filmsOfOtherSizesAreSquashedFirst() {
    let small = Films.film(3)
    let isSquashed = Corruption.picture(of: small) == small.resized(width: 224, height: 224)
    let isLeftAlone = Corruption.picture(of: film) == film
    #expect(isSquashed && isLeftAlone)
  }
}
