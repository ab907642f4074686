import Foundation
import Testing

@testable import Imaging
@testable import PulmoKit

@Suite("Copies of pictures") struct CopySearchTests {
  /// The 16 example films, in order, made smaller so that the tests are quick.
  static let examples: [GrayImage] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Examples").standardized.path
    return (try? Dataset(at: folder).studies.map { try GrayImage(contentsOf: $0.path).resized(width: 360, height: 280) }) ?? []
  }()

  /// What a copy of `picture` may have gone through.
  static func copies(of picture: GrayImage) throws -> [(name: String, picture: GrayImage)] {
    func encoded(_ picture: GrayImage, _ quality: Int) throws -> GrayImage {
      try GrayImage(decoding: picture.encoded(as: .jpeg(quality: quality)), path: "copy")
    }
    var brighter = picture
    brighter.pixels = picture.pixels.map { UInt8(clamping: Int($0) + 20) }
    var flatter = picture
    flatter.pixels = picture.pixels.map { UInt8(Int($0) * 4 / 5 + 25) }
    return [
      ("quality 30", try encoded(picture, 30)),
      ("half the size", try encoded(picture.resized(width: picture.width / 2, height: picture.height / 2), 75)),
      ("64 pixels", try encoded(picture.resized(width: 64, height: 64), 50)),
      ("squashed", try encoded(picture.resized(width: 300, height: 200), 60)),
      ("larger", picture.resized(width: picture.width + 200, height: picture.height + 100)),
      ("brighter", brighter), ("flatter", flatter),
    ]
  }

  @Test func findsEachCopyOfEachExampleAndNothingElse() throws {
    #expect(Self.examples.count == 16)
    let miniatures = Self.examples.map(Miniature.init(of:))
    for (index, film) in Self.examples.enumerated() {
      for (name, copy) in try Self.copies(of: film) {
        let pairs = CopySearch.pairs(of: miniatures + [Miniature(of: copy)])
        #expect(pairs.map { [$0.first, $0.second] } == [[index, 16]], "film \(index), \(name)")
      }
    }
  }

  /// The limits stand in the gap that was measured, and the examples keep clear of them.
  @Test func examplesLieFarFromTheLimits() throws {
    let miniatures = Self.examples.map(Miniature.init(of:))
    let fingerprints = miniatures.map { PictureFingerprint($0) }
    for one in 0..<16 {
      #expect(miniatures[one].correlation(with: miniatures[one]) == 1)
      for other in 0..<one {
        #expect(fingerprints[one].distance(to: fingerprints[other]) > 50)
        #expect(miniatures[one].correlation(with: miniatures[other]) < 0.97)
      }
      for (name, copy) in try Self.copies(of: Self.examples[one]) {
        #expect(fingerprints[one].distance(to: PictureFingerprint(of: copy)) <= 22, "film \(one), \(name)")
      }
    }
  }

  @Test func correlationIsPearsons() {
    let ramp = Miniature(of: GrayImage(width: 32, height: 32, pixels: (0..<1024).map { UInt8($0 % 32 * 4) }))
    let inverted = Miniature(of: GrayImage(width: 32, height: 32, pixels: (0..<1024).map { UInt8(200 - $0 % 32 * 4) }))
    let upright = Miniature(of: GrayImage(width: 32, height: 32, pixels: (0..<1024).map { UInt8($0 / 32 * 4) }))
    let constant = Miniature(of: GrayImage(width: 32, height: 32, pixels: [UInt8](repeating: 9, count: 1024)))
    #expect(ramp.correlation(with: inverted) == -1)
    #expect(ramp.correlation(with: upright) == 0)
    #expect(ramp.correlation(with: constant) == 0)
  }

  /// A wave of the transform itself sets its own bit and, but for rounding, no other.
  @Test(arguments: [(0, 1), (1, 0), (3, 5), (15, 15)])
  func bitsAreSignsOfWaves(u: Int, v: Int) {
    let pixels = (0..<1024).map { index in
      let wave = cos(.pi * Double(2 * (index % 32) + 1) * Double(v) / 64) * cos(.pi * Double(2 * (index / 32) + 1) * Double(u) / 64)
      return UInt8(128 + 100 * wave)
    }
    let inverse = pixels.map { 255 - $0 }
    let bit = 16 * u + v
    func isSet(_ fingerprint: PictureFingerprint) -> Bool { fingerprint.words[bit / 64] >> UInt64(bit % 64) & 1 == 1 }
    let wave = PictureFingerprint(of: GrayImage(width: 32, height: 32, pixels: pixels))
    #expect(isSet(wave))
    #expect(!isSet(PictureFingerprint(of: GrayImage(width: 32, height: 32, pixels: inverse))))
    #expect(PictureFingerprint(wave.bytes) == wave)
    #expect(wave.bytes[bit / 8] >> UInt8(bit % 8) & 1 == 1)
  }

  /// Where fingerprints leave it open, the miniatures have the last word: here a bent tone curve keeps the signs of waves, not the levels.
  @Test func fingerprintsAloneAreNotEnough() {
    var near = 0
    for film in Self.examples {
      var bent = film
      bent.pixels = film.pixels.map { UInt8(Int($0) * Int($0) / 255) }
      let (one, other) = (Miniature(of: film), Miniature(of: bent))
      let isNear = PictureFingerprint(one).distance(to: PictureFingerprint(other)) <= CopySearch.candidateDistance
      near += isNear ? 1 : 0
      #expect(one.correlation(with: other) < 0.99)
      #expect(CopySearch.pairs(of: [one, other]) == [])
    }
    #expect(near >= 4)
  }

  @Test func unreadableFilmsHaveNoCopies() {
    let miniature = Miniature(of: BlurredFilms.picture(seed: 1))
    #expect(CopySearch.pairs(of: []) == [])
    #expect(CopySearch.pairs(of: [nil, nil]) == [])
    #expect(CopySearch.pairs(of: [nil, miniature, nil, miniature]).map { [$0.first, $0.second] } == [[1, 3]])
  }
}
