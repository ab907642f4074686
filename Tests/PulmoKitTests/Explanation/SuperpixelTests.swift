import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct SuperpixelTests {
  private func isNumberedThrough(_ superpixels: Superpixels) -> Bool {
    Set(superpixels.labels) == Set(0..<Int32(superpixels.count))
  }

  // MARK: Against scikit-image

  @Test func quickshiftIsScikitImages() throws {
    let golden = try SuperpixelGolden.read()
    #expect(golden.version == 1 && golden.films.count == 10)
    #expect(golden.films.count { $0.noise != nil } == 1)
    for film in golden.films {
      let settings = film.quickshift.settings
      let found =
        switch film.noise {
        case let noise?: settings.superpixels(of: film.picture, noise: SuperpixelGolden.floats(noise))
        case nil: settings.superpixels(of: film.picture, seed: try #require(film.seed))
        }
      let expected = SuperpixelGolden.labels(film.quickshift.labels)
      #expect(adjustedRandIndex(found.labels, expected) >= 0.99, "\(film.name)")
      // Not only as partitions: number by number.
      #expect(found.labels == expected, "\(film.name)")
      #expect(isNumberedThrough(found), "\(film.name)")
    }
  }

  @Test func slicIsScikitImages() throws {
    for film in try SuperpixelGolden.read().films {
      let found = film.slic.settings.superpixels(of: film.picture)
      let expected = SuperpixelGolden.labels(film.slic.labels)
      #expect(adjustedRandIndex(found.labels, expected) >= 0.99, "\(film.name)")
      #expect(found.labels == expected, "\(film.name)")
      #expect(isNumberedThrough(found), "\(film.name)")
    }
  }

  // MARK: By hand

  /// The middle of each flat half is densest, and the step between the halves is wider than the longest link.
  @Test func quickshiftCutsAtAnEdgeThatIsFarEnough() {
    let pixels = (0..<20 * 12).map { UInt8($0 % 20 < 10 ? 20 : 230) }
    let film = GrayImage(width: 20, height: 12, pixels: pixels)
    let apart = Quickshift(maximumDistance: 12).superpixels(of: film, seed: 1)
    #expect(apart.count == 2)
    #expect(adjustedRandIndex(apart.labels, (0..<20 * 12).map { $0 % 20 < 10 ? 0 : 1 }) == 1)
    // The two densities differ by no more than noise; with a long link, one half hangs on the other.
    #expect(Quickshift().superpixels(of: film, seed: 1).count == 1)
  }

  /// Two equal pixels are equally dense, and only a denser one is a parent: without noise each stays a root.
  @Test func noiseBreaksTies() {
    let film = GrayImage(width: 2, height: 1, pixels: [90, 90])
    #expect(Quickshift().superpixels(of: film, noise: [0, 0]).labels == [0, 1])
    #expect(Quickshift().superpixels(of: film, noise: [0, 1e-5]).labels == [0, 0])
  }

  /// Four equal quarters around four centres.
  @Test func slicOfAFlatFilmIsItsGrid() {
    let film = GrayImage(width: 8, height: 8, pixels: [UInt8](repeating: 90, count: 64))
    let found = SLIC(segments: 4).superpixels(of: film)
    #expect(found.count == 4)
    // Centres start at 2 and 6: column 4 is as far from both, and the first one keeps it.
    let quarters = (0..<64).map { Int32($0 / 8 < 5 ? 0 : 2) + Int32($0 % 8 < 5 ? 0 : 1) }
    #expect(SLIC(segments: 4, iterations: 1).superpixels(of: film).labels == quarters)
    #expect(Set(found.labels) == [0, 1, 2, 3])
  }

  @Test func theSmallestFilms() {
    for (width, height) in [(1, 1), (1, 7), (5, 1), (2, 2)] {
      let film = GrayImage(width: width, height: height, pixels: (0..<width * height).map { UInt8(20 * $0) })
      for superpixels in [
        Quickshift().superpixels(of: film, seed: 0), SLIC().superpixels(of: film), SLIC(segments: 1).superpixels(of: film),
      ] {
        #expect(superpixels.width == width && superpixels.height == height && isNumberedThrough(superpixels), "\(width)×\(height)")
      }
    }
  }

  // MARK: Pieces

  /// A segment in two places becomes two superpixels; the lone pixel joins the neighbour met last.
  @Test func piecesOfASegmentComeApart() {
    let segments: [Int32] = [
      0, 0, 1, 1, 0,
      0, 0, 1, 1, 0,
      0, 0, 1, 0, 0,
      0, 0, 1, 0, 2,
    ]
    let found = SegmentPieces(least: 2, most: 100).joined(segments, width: 5, height: 4)
    #expect(
      found.labels == [
        0, 0, 1, 1, 2,
        0, 0, 1, 1, 2,
        0, 0, 1, 2, 2,
        0, 0, 1, 2, 2,
      ])
    #expect(found.count == 3)
  }

  @Test func aPieceIsCutAtItsGreatestSize() {
    let found = SegmentPieces(least: 1, most: 3).joined([Int32](repeating: 7, count: 8), width: 8, height: 1)
    #expect(found.labels == [0, 0, 0, 1, 1, 1, 2, 2])
  }

  // MARK: Grid

  @Test func theGridIsEven() {
    let grid = SegmentGrid(width: 40, height: 20, count: 8)
    #expect(grid.rows == [5, 15] && grid.columns == [5, 15, 25, 35] && grid.step == 10)
    let thin = SegmentGrid(width: 100, height: 2, count: 10)
    #expect(thin.rows == [1] && thin.columns == Array(stride(from: 5, to: 100, by: 10)))
    #expect(SegmentGrid(width: 3, height: 2, count: 100).count == 6)
  }

  /// The first windows of SLIC must cover the picture.
  @Test func eachPixelLiesWithinTwoStepsOfAGridPoint() {
    for width in stride(from: 1, through: 70, by: 3) {
      for height in stride(from: 1, through: 70, by: 4) {
        for count in [1, 2, 3, 5, 10, 40, 333] {
          let grid = SegmentGrid(width: width, height: height, count: count)
          let window = SegmentGrid(width: width, height: height, count: grid.count)
          for (points, side, step) in [(grid.rows, height, window.rowStep), (grid.columns, width, window.columnStep)] {
            let farthest = max(
              points.first ?? side, side - 1 - (points.last ?? -side), points.count > 1 ? (points[1] - points[0] + 1) / 2 : 0)
            #expect(farthest <= 2 * step, "\(width)×\(height) in \(count)")
          }
        }
      }
    }
  }

  // MARK: Colour

  /// The figures of scikit-image's rgb2lab.
  @Test func labOfGreys() {
    let cases: [(UInt8, Double, Double, Double)] = [
      (0, 0, 0, 0), (5, 1.3708674801189815, -8.703563682266324e-05, 0.00016497608551491183),
      (10, 2.7417349602379666, -0.00017407127364532649, 0.00032995217102427254),
      (128, 53.58501345216902, -0.0014726455530578164, 0.0027914514965754478), (255, 100, -0.0024549378620508655, 0.004653421154054982),
    ]
    for (grey, lightness, a, b) in cases {
      let colour = LabColour(grey: Double(grey) / 255)
      #expect(abs(colour.lightness - lightness) < 1e-12 && abs(colour.a - a) < 1e-12 && abs(colour.b - b) < 1e-12, "\(grey)")
    }
  }

  /// Roots rounded from 60 decimal digits, of numbers at which glibc's cbrt is one unit in the last place off.
  @Test func cubeRootsAreExact() {
    let cases = [
      (0.01, 0.21544346900318836), (0.012, 0.22894284851066637), (0.015, 0.246621207433047), (0.016, 0.25198420997897464),
      (0.017, 0.25712815906582354), (0.018, 0.26207413942088964), (1, 1),
    ]
    for (cube, root) in cases { #expect(LabColour.cubeRoot(cube) == root, "\(cube)") }
  }

  @Test func theNoiseHasTheReferencesDeviation() {
    let noise = Quickshift.noise(count: 20_000, seed: 4)
    let mean = noise.reduce(0, +) / Double(noise.count)
    let deviation = (noise.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(noise.count)).squareRoot()
    #expect(abs(mean) < 3e-7 && abs(deviation - 1e-5) < 1e-7)
    #expect(Quickshift.noise(count: 3, seed: 4) == Array(noise.prefix(3)))
    #expect(Quickshift.noise(count: 3, seed: 5) != Array(noise.prefix(3)))
  }

  @Test func partitionsAreCompared() {
    #expect(adjustedRandIndex([0, 0, 1, 1], [5, 5, 3, 3]) == 1)
    // Hubert and Arabie by hand: no pair together in both, 2 · 2 / 6 expected, 2 at most.
    #expect(abs(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1]) + 0.5) < 1e-15)
  }
}
