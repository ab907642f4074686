import Foundation
import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct MixingTests {
  private static func mixing(mixUp: Float, cutMix: Float) -> Mixing {
    var mixing = Mixing()
    mixing.mixUp = mixUp
    mixing.cutMix = cutMix
    return mixing
  }

  private func studies(normal: Int, sick: Int) -> [Study] {
    (0..<normal + sick).map { Study(id: "\($0)", patient: "\($0)", path: "", label: $0 < normal ? .normal : .viral, folder: nil) }
  }

  /// Worked out by the same steps in Python: a run resumed by a later release must go on with the same pictures.
  @Test func whatIsDrawnStaysTheSameFromReleaseToRelease() {
    let mixing = Self.mixing(mixUp: 0.5, cutMix: 0.3)
    let drawn = (0..<5).map { mixing.mixture(seed: 7, epoch: 1, image: 42, draw: $0) }
    #expect(
      drawn == [
        nil,
        Mixture(
          classKey: 10_672_875_929_947_197_439, partnerKey: 1_712_120_858_390_988_047, augmentationSeed: 5_210_728_234_916_624_484,
          share: 0.169_633_22, cut: Mixture.Point(x: 0.286_043_7, y: 0.619_785_37)),
        Mixture(
          classKey: 1_262_993_409_715_903_656, partnerKey: 15_024_158_713_416_129_559, augmentationSeed: 17_843_582_834_901_824_152,
          share: 0.056_816_67, cut: Mixture.Point(x: 0.218_884_53, y: 0.813_269)),
        nil,
        Mixture(
          classKey: 5_080_385_468_078_982_178, partnerKey: 14_396_260_004_986_385_573, augmentationSeed: 1_136_287_228_734_733_474,
          share: 0.999_750_8, cut: nil),
      ])
  }

  @Test func eachIsDrawnAsOftenAsAsked() {
    let mixing = Self.mixing(mixUp: 0.2, cutMix: 0.3)
    let drawn = (0..<4000).map { mixing.mixture(seed: 1, epoch: 0, image: UInt64($0), draw: 0) }
    // 800, 1200 and 2000, standard deviations 25, 29 and 32.
    #expect((700...900).contains(drawn.count { $0 != nil && $0?.cut == nil }))
    #expect((1090...1310).contains(drawn.count { $0?.cut != nil }))
    #expect((0..<50).allSatisfy { Mixing().mixture(seed: 1, epoch: 0, image: $0, draw: 0) == nil })
    #expect((0..<50).allSatisfy { Self.mixing(mixUp: 0.5, cutMix: 0.5).mixture(seed: 1, epoch: 0, image: $0, draw: 0) != nil })
  }

  /// Beta(α, α) has mean 1/2 and variance 1 / (4·(2α + 1)).
  @Test(arguments: [0.05, 0.2, 1, 4] as [Float]) func sharesAreBetas(_ alpha: Float) {
    var generator = SplitMix64(seed: 5)
    let shares = (0..<4000).map { _ in Double(generator.symmetricBeta(alpha)) }
    let mean = shares.reduce(0, +) / 4000
    let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000
    #expect(shares.allSatisfy { (0...1).contains($0) })
    #expect(abs(mean - 0.5) < 0.03, "\(mean)")
    #expect(abs(variance * 4 * Double(2 * alpha + 1) - 1) < 0.08, "\(variance)")
  }

  private func blended(_ share: Float, _ cut: Mixture.Point?) -> (GrayImage, Float) {
    var result = GrayImage(width: 10, height: 8, pixels: Array(repeating: 100, count: 80))
    let other = GrayImage(width: 10, height: 8, pixels: Array(repeating: 201, count: 80))
    let mixture = Mixture(classKey: 0, partnerKey: 0, augmentationSeed: 0, share: share, cut: cut)
    let left = mixture.blend(other, into: &result)
    return (result, left)
  }

  @Test func mixUpBlendsEveryPixel() {
    let (picture, share) = blended(0.25, nil)
    #expect(share == 0.25 && picture.pixels.allSatisfy { $0 == 125 })  // 100 + 0.25 · 101
    #expect(blended(0, nil).0.pixels.allSatisfy { $0 == 100 } && blended(1, nil).0.pixels.allSatisfy { $0 == 201 })
  }

  /// A quarter of the area is half of each side: 5 × 4 pixels about the centre, less where the edge cuts them off.
  @Test func cutMixReplacesARectangle() {
    let (picture, share) = blended(0.25, Mixture.Point(x: 0.5, y: 0.5))
    #expect(share == 0.25)
    for row in 0..<8 {
      for column in 0..<10 {
        let isInside = (2..<6).contains(row) && (3..<8).contains(column)
        #expect(picture.pixels[row * 10 + column] == (isInside ? 201 : 100), "row \(row), column \(column)")
      }
    }
    let (corner, rest) = blended(0.25, Mixture.Point(x: 0, y: 0.999))
    #expect(corner.pixels.count { $0 == 201 } == 9 && rest == 9.0 / 80)  // 3 × 3 of them
    #expect(blended(1, Mixture.Point(x: 0.5, y: 0.5)).1 == 1 && blended(0, Mixture.Point(x: 0.5, y: 0.5)).1 == 0)
  }

  @Test(arguments: [Sampling.natural, .balanced]) func partnersAreDrawnAsTheSamplingDraws(_ sampling: Sampling) {
    let studies = studies(normal: 10, sick: 30)
    let partners = MixingPartners(studies, sampling: sampling)
    let mixing = Self.mixing(mixUp: 1, cutMix: 0)
    let drawn = (0..<2000).compactMap { mixing.mixture(seed: 3, epoch: 2, image: UInt64($0), draw: 0) }.map(partners.partner)
    let normal = drawn.count { !$0.label.isPneumonia }
    // A quarter or a half of 2000, standard deviations 19 and 22.
    #expect((sampling == .natural ? 420...580 : 910...1090).contains(normal), "\(normal)")
    #expect(Set(drawn).count == 40)
    let other = MixingPartners(studies.reversed(), sampling: sampling)
    let mixture = mixing.mixture(seed: 3, epoch: 2, image: 1, draw: 0)
    #expect(mixture.map(partners.partner) == mixture.map(other.partner), "the order of the list is nothing")
  }

  /// A mixed batch is the pictures of the batch without mixing, each with its partner's blended in; targets go with the shares.
  @Test func batchesCarryPicturesAndTargets() async throws {
    let films = try Films(24, normals: 8)
    var augmentation = Augmentation()
    augmentation.rotation = 20
    let mixing = Self.mixing(mixUp: 0.4, cutMix: 0.4)
    func epoch(_ mixing: Mixing, _ studies: [Study], prefetch: Int = 4) async throws -> [Batch] {
      var all: [Batch] = []
      let batches = try Batches(
        studies, from: .small(), augmentation: augmentation, mixing: mixing, sampling: .natural, batchSize: 1, seed: 4, epoch: 2,
        prefetch: prefetch)
      for try await batch in batches { all.append(batch) }
      return all
    }
    let (plain, mixed) = (try await epoch(Mixing(), films.studies), try await epoch(mixing, films.studies, prefetch: 1))
    #expect(plain.map(\.studies) == mixed.map(\.studies) && plain.allSatisfy { $0.partners == [nil] })
    #expect(mixed.contains { $0.partners == [nil] } && mixed.count { $0.partners != [nil] } > 12)
    for (one, other) in zip(plain, mixed) {
      let study = one.studies[0]
      let own: Float = study.label.isPneumonia ? 1 : 0
      #expect(one.targets(width: 1) { [$0.isPneumonia ? 1 : 0] }.scalars == [own])
      guard let partner = other.partners[0] else {
        #expect(one.images == other.images)
        continue
      }
      let of: Float = partner.study.label.isPneumonia ? 1 : 0
      expectClose(
        other.targets(width: 2) { $0.isPneumonia ? [0, 1] : [1, 0] },
        Tensor(shape: [1, 2], scalars: [1 - own - partner.share * (of - own), own + partner.share * (of - own)]), within: 1e-6, study.id)
      // A small share of a like picture may round to nothing.
      #expect(partner.share < 0.05 || one.images != other.images, "\(study.id)")
    }
    let shuffled = try await epoch(mixing, films.studies.shuffled())
    func byFilm(_ batches: [Batch]) -> [String: Tensor] {
      Dictionary(uniqueKeysWithValues: batches.map { ($0.studies[0].id, $0.images) })
    }
    #expect(byFilm(shuffled) == byFilm(mixed), "a picture is a function of seed, epoch, film and draw")
    var wrong = mixing
    wrong.cutMix = 0.7
    await #expect(throws: DataError.self) { _ = try await epoch(wrong, films.studies) }
  }
}
