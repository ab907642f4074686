import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct CoverTests {
  private let film = picture([[10, 20, 30, 40], [50, 60, 70, 80], [90, 100, 110, 120], [130, 140, 150, 160]])

  @Test func aRectangleIsHiddenUnderItsMean() {
    var film = film
    film.pixels[3] = 42
    // (30 + 42 + 70 + 80) / 4 = 55.5
    Cover(left: 0.5, top: 0, width: 0.5, height: 0.5, isBlack: false).apply(to: &film)
    #expect(film == picture([[10, 20, 56, 56], [50, 60, 56, 56], [90, 100, 110, 120], [130, 140, 150, 160]]))
  }

  @Test func aRectangleIsHiddenUnderBlack() {
    var film = film
    Cover(left: 0, top: 0.75, width: 1, height: 0.25, isBlack: true).apply(to: &film)
    #expect(film == picture([[10, 20, 30, 40], [50, 60, 70, 80], [90, 100, 110, 120], [0, 0, 0, 0]]))
  }

  @Test func aRectangleOfNoPixelHidesNothing() {
    for cover in [
      Cover(left: 0.5, top: 0.5, width: 0.1, height: 0.5, isBlack: true), Cover(left: 1, top: 1, width: 1, height: 1, isBlack: false),
    ] {
      var covered = film
      cover.apply(to: &covered)
      #expect(covered == film, "\(cover)")
    }
  }

  @Test func theBorderIsFourStripsNoWiderThanAsked() {
    var generator = SplitMix64(seed: 3)
    var widest: Float = 0
    for _ in 0..<200 {
      let strips = Cover.border(true, width: 0.25, using: &generator)
      #expect(strips.count == 4)
      #expect(strips.map { $0.left == 0 && $0.width <= 0.25 && $0.height == 1 }[0])
      #expect(strips[1].left + strips[1].width == 1 && strips[1].width <= 0.25 && strips[1].height == 1)
      #expect(strips[2].top == 0 && strips[2].height <= 0.25 && strips[2].width == 1)
      #expect(strips[3].top + strips[3].height == 1 && strips[3].height <= 0.25 && strips[3].width == 1)
      widest = max(widest, strips[0].width)
    }
    #expect(widest > 0.24)
    #expect(Cover.border(false, width: 0.25, using: &generator).isEmpty)
  }

  @Test func markersLieInCornersAndComeAsOftenAsAsked() {
    var generator = SplitMix64(seed: 4)
    var count = 0
    for _ in 0..<1000 {
      for cover in Cover.markers(probability: 0.3, size: 0.1...0.2, using: &generator) {
        count += 1
        #expect(cover.left == 0 || abs(cover.left + cover.width - 1) < 1e-6, "\(cover)")
        #expect(cover.top == 0 || abs(cover.top + cover.height - 1) < 1e-6, "\(cover)")
        #expect((0.1...0.2).contains(cover.width) && (0.1...0.2).contains(cover.height), "\(cover)")
      }
    }
    // 4000 chances of 0.3: 1200, standard deviation 29.
    #expect((1085...1315).contains(count))
  }

  @Test func theErasureHasTheAreaAskedForAndLiesInside() {
    var generator = SplitMix64(seed: 5)
    for area: ClosedRange<Float> in [0.02...0.2, 0...0, 0.9...1, 1...1] {
      for _ in 0..<200 {
        guard let cover = Cover.erasure(true, area: area, using: &generator) else {
          Issue.record("no erasure of \(area)")
          continue
        }
        let drawn = cover.width * cover.height
        #expect(drawn >= area.lowerBound - 1e-5 && drawn <= area.upperBound + 1e-5, "\(area): \(cover)")
        #expect(cover.left >= 0 && cover.top >= 0, "\(area): \(cover)")
        #expect(cover.left + cover.width <= 1.00001 && cover.top + cover.height <= 1.00001, "\(area): \(cover)")
      }
    }
    #expect(Cover.erasure(false, area: 0.1...0.2, using: &generator) == nil)
  }
}
