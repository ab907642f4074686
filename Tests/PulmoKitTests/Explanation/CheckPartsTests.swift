import Imaging
import NeuralNet
import Statistics
import Testing

@testable import PulmoKit

/// What the checks are made of, by hand.
@Suite struct CheckPartsTests {
  @Test func limitsOnEitherSide() {
    let low = CheckLimit(trusted: 0.5, doubted: 0.7)
    #expect([-1, 0.5, 0.51, 0.7, 0.71].map(low.outcome) == [.trust, .trust, .doubt, .doubt, .distrust])
    let high = CheckLimit(trusted: 0.8, doubted: 0.6)
    #expect([1, 0.8, 0.79, 0.6, 0.59].map(high.outcome) == [.trust, .trust, .doubt, .doubt, .distrust])
    #expect(low.outcome(of: nil) == .unknown && low.outcome(of: .nan) == .unknown)
  }

  @Test func sharesByHand() throws {
    // 20 × 20: the frame is 1 pixel wide, 76 of 400 pixels; the corners are 3 × 3, 36 pixels.
    var values = [Float](repeating: 1, count: 400)
    var shares = AttributionShares(of: Heatmap(width: 20, height: 20, values: values), lungs: nil)
    #expect(shares.border.area == 76 / 400.0 && shares.corners.area == 36 / 400.0 && shares.lungs == nil && shares.outside == nil)
    for part in [shares.border, shares.corners] { #expect(abs(try #require(part.density) - 1) < 1e-12) }
    #expect(shares.checks.map(\.outcome) == [.unknown, .trust, .trust])
    #expect(shares.checks[0].finding == "whether it keeps to the lungs was not asked: no chest found")
    // All but nothing lies in one corner, against the class.
    values = [Float](repeating: 0, count: 400)
    values[2 * 20 + 2] = -3
    values[10 * 20 + 10] = 1
    shares = AttributionShares(of: Heatmap(width: 20, height: 20, values: values), lungs: nil)
    #expect(shares.corners.magnitude == 0.75 && shares.corners.density == 0.75 / 0.09 && shares.border.magnitude == 0)
    #expect(shares.checks.map(\.outcome) == [.unknown, .trust, .distrust])
    let empty = AttributionShares(of: Heatmap(width: 20, height: 20, values: Array(repeating: 0, count: 400)), lungs: nil)
    #expect(empty.border.magnitude == nil && empty.checks.allSatisfy { $0.outcome == .unknown && $0.figure == nil })
  }

  @Test func sharesInTheLungs() throws {
    let film = SyntheticChest().film()
    let lungs = try #require(LungRegion(of: film))
    let (rows, columns) = (LungRegion.pixels(lungs.rows, of: 96), LungRegion.pixels(lungs.columns, of: 96))
    let values = (0..<96 * 96).map { rows.contains($0 / 96) && columns.contains($0 % 96) ? Float(1) : 0 }
    let shares = AttributionShares(of: Heatmap(width: 96, height: 96, values: values), lungs: lungs)
    #expect(shares.lungs?.magnitude == 1 && shares.outside?.magnitude == 0 && shares.outside?.density == 0)
    let (inside, outside) = (try #require(shares.lungs?.area), try #require(shares.outside?.area))
    #expect(abs(inside - Double(rows.count * columns.count) / 9216) < 1e-12 && abs(inside + outside - 1) < 1e-12)
  }

  @Test func blocksInOrder() {
    let blocks = HidingBlocks(width: 5, height: 4, side: 2)
    #expect(blocks.count == 4)
    #expect(blocks.labels == [0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 2, 2, 2, 3, 3])
    // Means, not sums: block 1 is narrower than block 0. Of equal ones the first, block 0, stands before block 3.
    let values = blocks.labels.map { [1, 1.25, -4, 1][$0] as Float }
    #expect(blocks.ranks(by: Heatmap(width: 5, height: 4, values: values)) == [1, 0, 3, 2])
    var generator = SplitMix64(seed: 1)
    #expect(blocks.ranks(using: &generator).sorted() == [0, 1, 2, 3])
    #expect(HidingBlocks(width: 3, height: 3, side: 8).labels == Array(0..<9))
  }

  @Test func curvesByHand() {
    let curves = HidingCurves(
      deletion: [0.8, 0.2, 0], insertion: [0, 0.6, 0.8], chance: [([0.8, 0.4, 0], [0, 0.4, 0.8]), ([0.8, 0.5, 0], [0, 0.6, 0.8])])
    #expect(abs(curves.deletionArea - 0.3) < 1e-12 && abs(curves.insertionArea - 0.5) < 1e-12)
    // Chance gains 0 and 0.05: mean 0.025, standard deviation 0.05 / √2.
    #expect(abs(curves.gain - 0.175) < 1e-12 && abs(curves.chanceDeviation - 0.05 / 2.0.squareRoot()) < 1e-12)
    #expect(abs(curves.certainGain - (0.175 - 0.05 / 2.0.squareRoot())) < 1e-12)
  }

  /// A logistic regression of one bright block: hidden first, all is gone at once.
  @Test func hidingFollowsTheMap() async throws {
    var picture = PredictorTests.constant(0)
    for row in 4..<6 { for column in 8..<10 { picture.pixels[row * 16 + column] = 255 } }
    let network = ExplainedNetwork(try ScreeningModels.logistic(weight: 2, bias: -4), threads: 2)
    let test = try await HidingTest(network)
    let map = Heatmap(width: 16, height: 16, values: picture.pixels.map(Float.init))
    let curves = try await test.curves(of: map, picture, for: .pneumonia)
    // The mean level is 4, so that a hidden block of 4 pixels adds 8 · 4 / 255 to the log-odds.
    let (film, hidden) = (curves.deletion[0], curves.insertion[0])
    #expect(curves.deletion.count == 33 && curves.insertion.count == 33)
    #expect(abs(film - Logistic.probability(ofLogit: 4)) < 1e-6)
    #expect(abs(hidden - Logistic.probability(ofLogit: 2 * 256 * 4 / 255.0 - 4)) < 1e-6 && curves.deletion[32] == hidden)
    #expect(curves.insertion[32] == film)
    #expect(curves.deletion[1] < 0.1 && curves.insertion[1] > 0.9 && curves.certainGain > 0.1)
    let wrong = Heatmap(width: 16, height: 16, values: map.values.map { -$0 })
    #expect(try await test.curves(of: wrong, picture, for: .pneumonia).gain < 0)
    #expect(try await HidingTest(network, seed: 1).curves(of: map, picture, for: .pneumonia).chanceGains != curves.chanceGains)
    #expect(try await test.curves(of: map, picture, for: .pneumonia) == curves)
  }

  @Test func similarityIsOfMagnitudes() throws {
    let map = Heatmap(width: 2, height: 2, values: [1, -2, 3, -4])
    #expect(try WeightRandomization.similarity(map, Heatmap(width: 2, height: 2, values: [-1, 2, -3, 4])) == 1)
    #expect(try WeightRandomization.similarity(map, Heatmap(width: 2, height: 2, values: [4, 3, -2, 1])) == -1)
    let flat = Heatmap(width: 2, height: 2, values: [1, 1, 1, 1])
    #expect(try WeightRandomization.similarity(map, flat) == nil)
    // All that is there was learned; and where nothing is there, nothing is known.
    let vanished = WeightRandomization(stages: [], draws: [nil, nil])
    #expect(vanished.check(of: map).outcome == .trust && vanished.check(of: flat).outcome == .unknown)
    let kept = WeightRandomization(stages: [], draws: [0.9, nil, 0.8])
    #expect(abs(try #require(kept.similarity) - 0.85) < 1e-12 && kept.check(of: map).outcome == .distrust)
  }

  @Test func theWorstSpeaks() {
    func check(_ question: CheckQuestion, _ figure: Double?) -> ExplanationCheck { ExplanationCheck(question, figure: figure) }
    let good = [check(.weights, 0.1), check(.hiding, 0.3), check(.corners, 0.2)]
    #expect(ExplanationVerdict.summary(of: good) == "trust")
    #expect(ExplanationVerdict.summary(of: good + [check(.fit, 0.3)]) == "doubt: LIME's line follows the network in part")
    #expect(ExplanationVerdict.outcome(of: good + [check(.outsideLungs, nil)]) == .doubt)
    #expect(
      ExplanationVerdict.summary(of: good + [check(.fit, 0.3), check(.border, 2.5)]) == "do not trust: it dwells on the film's border")
  }
}
