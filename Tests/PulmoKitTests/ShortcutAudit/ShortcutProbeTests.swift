import Imaging
import NeuralNet
import Statistics
import Testing

@testable import PulmoKit

@Suite struct ShortcutProbeTests {
  /// The AUROC out of fold of a probe of `view`, on 80 pictures of noise, every second a pneumonia, which `plant` marks.
  private static func auroc(_ view: FilmView, plant: (inout GrayImage) -> Void) throws -> Double {
    var generator = SplitMix64(seed: 3)
    let labels = (0..<80).map { $0 % 2 == 1 }
    let pictures = labels.map { label in
      var picture = GrayImage(width: 224, height: 224, pixels: (0..<224 * 224).map { _ in UInt8(60 + generator.next() % 80) })
      if label { plant(&picture) }
      let lungs = LungPixels(columns: 20..<206, rows: 30..<200)
      return ProbePicture(of: picture, hiding: view.hidden(on: picture, lungs: lungs) ?? HiddenPixels())
    }
    let folds = labels.indices.map { $0 / 2 % 5 }
    let probe = ShortcutProbe(pictures: pictures, labels: labels)
    var scores = [Double](repeating: .nan, count: labels.count)
    for fold in 0..<5 {
      let asked = folds.indices.filter { folds[$0] == fold }
      for (film, score) in zip(asked, try #require(probe.probabilities(ofFold: fold, of: folds))) { scores[film] = score }
    }
    return try #require(try ROCCurve(scores: scores, labels: labels).auroc)
  }

  private static func letter(_ picture: inout GrayImage) {
    for row in 4..<16 { for column in 200..<212 { picture.pixels[row * 224 + column] = 200 } }
  }

  private static func shadow(_ picture: inout GrayImage) {
    for row in 80..<150 { for column in 60..<110 { picture.pixels[row * 224 + column] = 220 } }
  }

  @Test func findsALetterAndNothingInNoise() throws {
    #expect(try Self.auroc(.cornersOnly, plant: Self.letter) > 0.99)
    #expect(try Self.auroc(.borderOnly, plant: Self.letter) > 0.99)
    let noise = try Self.auroc(.cornersOnly) { _ in }
    #expect((0.3...0.7).contains(noise), "\(noise)")
    // What is in the lungs is not there for it.
    let shadow = try Self.auroc(.cornersOnly, plant: Self.shadow)
    #expect(shadow == noise)
  }

  /// Traits are what is seen against its mean, 0 where nothing is.
  @Test func traitsAreDifferences() {
    let picture = GrayImage(width: 224, height: 224, pixels: (0..<224 * 224).map { $0 % 224 < 112 ? 40 : 80 })
    var hidden = HiddenPixels()
    hidden.hide(columns: 0..<224, rows: 112..<224)
    let traits = ProbePicture(of: picture, hiding: hidden).traits
    #expect(traits.count == 257 && traits[0] == 60)
    #expect(traits[1] == -20 && traits[16] == 20 && traits[1 + 15 * 16] == 0)
  }

  /// Films of one child, and of one content, are asked about together; too few children leave no fold to ask about.
  @Test func childrenStayTogether() throws {
    let studies = (0..<40).map {
      Study(id: "\($0)", patient: "child \($0 / 2)", path: "", label: $0 % 4 < 2 ? .normal : .viral, folder: nil)
    }
    let hashes = FileHashes(
      sha256: Dictionary(uniqueKeysWithValues: studies.map { ($0.id, $0.id == "0" || $0.id == "39" ? "twin" : $0.id) }))
    let folds = try #require(ShortcutProbe.folds(of: studies, hashes: hashes, seed: 1))
    #expect(folds.count == 40 && Set(folds) == [0, 1, 2, 3, 4])
    for film in stride(from: 0, to: 40, by: 2) { #expect(folds[film] == folds[film + 1]) }
    #expect(folds[0] == folds[39])
    #expect(ShortcutProbe.folds(of: studies, hashes: hashes, seed: 2) != folds)
    let few = Array(studies.prefix(6))
    #expect(ShortcutProbe.folds(of: few, hashes: hashes, seed: 1) == nil)
  }

  /// A fold is asked of what learned from the others alone: their means, their spreads, and a penalty of 0.01 for each of them.
  @Test func aFoldHasNoPartInWhatItIsAsked() throws {
    var generator = SplitMix64(seed: 8)
    var seen = HiddenPixels()
    seen.hide(columns: 0..<224, rows: 28..<224)
    let pictures = (0..<15).map { _ in
      ProbePicture(
        of: GrayImage(width: 224, height: 224, pixels: (0..<224 * 224).map { _ in UInt8(generator.next() % 250) }), hiding: seen)
    }
    let labels = (0..<15).map { $0 % 3 == 0 }
    let folds = (0..<15).map { $0 % 5 }
    let actual = try #require(ShortcutProbe(pictures: pictures, labels: labels).probabilities(ofFold: 2, of: folds))

    let learned = folds.indices.filter { folds[$0] != 2 }
    var columns: [[Double]] = []
    for trait in 0..<257 {
      let values = learned.map { Double(pictures[$0].traits[trait]) }
      let mean = values.reduce(0, +) / 12
      let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 12).squareRoot()
      if spread > 0 { columns.append(pictures.map { (Double($0.traits[trait]) - mean) / spread }) }
    }
    #expect(columns.count == 49, "the level, two rows of pixels that are seen, and one that the filter reaches")
    func rows(_ films: [Int]) -> [Double] { films.flatMap { film in columns.map { $0[film] } } }
    let logistic = RidgeLogistic(fitting: rows(learned), labels: learned.map { labels[$0] }, penalty: 0.01 * 12)
    let expected = logistic.logits(of: rows([2, 7, 12])).map(Logistic.probability)
    #expect(actual.count == 3)
    for (one, other) in zip(actual, expected) { #expect(abs(one - other) < 1e-9) }
  }
}
