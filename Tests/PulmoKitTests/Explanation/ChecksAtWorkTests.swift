import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

/// What the checks make of a small network, part by part.
@Suite struct ChecksAtWorkTests {
  private static let picture = LIMETests.picture().resized(width: 32, height: 32)

  private static func network(_ region: PictureRegion = .whole) throws -> ExplainedNetwork {
    ExplainedNetwork(
      try ScreeningModels.drawn(.smallCNN(SmallCNN()), Preprocessing(width: 32, height: 32, region: region)), threads: 2)
  }

  private static func options(seed: UInt64) -> LIME.Options {
    var options = LIME.Options()
    options.segmentation = .slic(SLIC(segments: 12))
    options.sampleCount = 40
    options.seed = seed
    return options
  }

  /// Three layers are forgotten from the last one back, and all of them by three draws of three seeds.
  @Test func everyDrawIsANewOne() async throws {
    let network = try Self.network()
    let checks = try await ExplanationChecks(of: .occlusion, on: network, lime: Self.options(seed: 11))
    let map = try await checks.explainer.heatmap(of: Self.picture, for: .pneumonia)
    let weights = try await checks.weights(of: map, Self.picture, for: .pneumonia)
    #expect(network.parameterLayerCount == 3 && weights.stages.map(\.layers) == [1, 2, 3])
    #expect(weights.draws.count == 3 && weights.draws[0] == weights.stages[2].similarity)
    for (draw, similarity) in weights.draws.enumerated() {
      let forgotten = try await network.randomized(lastLayers: 3, seed: 11 + UInt64(draw), on: Self.picture)
      let other = try await Occlusion(forgotten).heatmap(of: Self.picture, for: .pneumonia)
      #expect(other != map)
      #expect(similarity == (try WeightRandomization.similarity(map, other)), "draw \(draw)")
    }
    #expect(Set(weights.draws).count == 3)
  }

  /// LIME is asked about its seeds, a map of the whole film about where it lies; hiding has the seed that was given.
  @Test func everyQuestionIsAskedWhereItHasAnAnswer() async throws {
    let network = try Self.network()
    let options = Self.options(seed: 5)
    let checks = try await ExplanationChecks(of: .lime, on: network, lime: options)
    let map = try await checks.explainer.heatmap(of: Self.picture, for: .pneumonia)
    let verdict = try await checks.verdict(on: map, of: Self.picture, for: .pneumonia)
    #expect(verdict.checks.map(\.question) == [.weights, .hiding, .outsideLungs, .border, .corners, .seedOrder, .seedTop, .fit])
    #expect(verdict.stability == (try await LIME(network, options).stability(of: Self.picture, for: .pneumonia)))
    #expect(verdict.hiding == (try await HidingTest(network, seed: 5).curves(of: map, Self.picture, for: .pneumonia)))
    #expect(verdict.hiding.chanceDeviation > 0)
    #expect(verdict.checks[1].figure == verdict.hiding.certainGain)
    #expect(verdict.shares == AttributionShares(of: map, lungs: LungRegion(of: Self.picture)))
    #expect(verdict.checks.dropFirst(2).prefix(3).map(\.figure) == verdict.shares?.checks.map(\.figure))
  }

  /// A network that is shown the lungs alone is not asked where its map lies: all of it is in them. Nor has occlusion any seed.
  @Test func aMapOfTheLungsIsNotAskedWhereItLies() async throws {
    let checks = try await ExplanationChecks(of: .occlusion, on: try Self.network(.lungs))
    let map = try await checks.explainer.heatmap(of: Self.picture, for: .pneumonia)
    let verdict = try await checks.verdict(on: map, of: Self.picture, for: .pneumonia)
    #expect(verdict.shares == nil && verdict.stability == nil && verdict.checks.map(\.question) == [.weights, .hiding])
  }
}
