import Imaging
import NeuralNet
import Statistics
import Testing

@testable import PulmoKit

/// The road from a network to LIME's explanation.
@Suite struct LIMETests {
  /// 64 × 64 pixels of noise in coarse blocks, so that there are edges for superpixels to follow.
  static func picture(seed: UInt64 = 1) -> GrayImage {
    var generator = SplitMix64(seed: seed)
    let blocks = (0..<64).map { _ in generator.next() % 200 }
    return GrayImage(
      width: 64, height: 64,
      pixels: (0..<4096).map { UInt8(blocks[$0 / 512 * 8 + $0 % 64 / 8] + generator.next() % 50) })
  }

  static func network(
    _ preprocessing: Preprocessing = Preprocessing(width: 64, height: 64), threads: Int? = nil
  ) throws -> ExplainedNetwork {
    ExplainedNetwork(try ScreeningModels.drawn(.deepCNN(DeepCNN()), preprocessing), threads: threads)
  }

  static func options(samples: Int = 60, hiding: Hiding = .mean, seed: UInt64 = 3) -> LIME.Options {
    var options = LIME.Options()
    options.segmentation = .slic(SLIC(segments: 30))
    options.hiding = hiding
    options.sampleCount = samples
    options.seed = seed
    return options
  }

  /// Against the slow road: each sample as a picture of its own, read one at a time as films are.
  @Test(arguments: [1, 3]) func samplesAreReadAsPictures(channels: Int) async throws {
    let preprocessing = Preprocessing(width: 64, height: 64, channels: channels, mean: 0.4, standardDeviation: 0.2)
    let network = try Self.network(preprocessing, threads: 2)
    let picture = Self.picture()
    for hiding in [Hiding.mean, .color(0)] {
      let options = Self.options(hiding: hiding)
      let actual = try await LIME(network, options).explanation(of: picture, for: .normal)
      #expect(actual.superpixels == SLIC(segments: 30).superpixels(of: picture))
      let samples = LIMESamples(count: 60, superpixelCount: actual.superpixels.count, seed: 3)
      let pictures = PerturbedPictures(of: picture, actual.superpixels, hiding: hiding)
      let predictor = try await network.predictor(batchSize: 1)
      var probabilities: [Double] = []
      for sample in 0..<60 {
        var film = picture
        film.pixels.withUnsafeMutableBufferPointer { pictures.write(sample, of: samples, into: $0) }
        probabilities.append(1 - (try await predictor.probabilities(of: [film])[0].pneumonia))
      }
      let expected = try LIMEFit(of: samples).explanation(of: .normal, probabilities: probabilities)
      let largest = expected.weights.map(abs).max() ?? 0
      #expect(largest > 0 && actual.explanation.label == .normal)
      for (one, other) in zip(actual.explanation.weights, expected.weights) { #expect(abs(one - other) < 1e-3 * largest) }
      let heatmap = actual.heatmap
      #expect(heatmap.width == 64 && heatmap.height == 64)
      #expect(heatmap.values[65] == Float(actual.explanation.weights[Int(actual.superpixels.labels[65])]))
    }
  }

  @Test func sameBitsOnAnyNumberOfThreads() async throws {
    let picture = Self.picture()
    var options = LIME.Options()
    options.sampleCount = 100
    let one = try await LIME(try Self.network(threads: 1), options).explanation(of: picture, for: .pneumonia)
    #expect(Set(one.explanation.weights).count > 1)
    for threads in [2, 3] {
      #expect(try await LIME(try Self.network(threads: threads), options).explanation(of: picture, for: .pneumonia) == one)
    }
    options.seed = 1
    #expect(try await LIME(try Self.network(), options).explanation(of: picture, for: .pneumonia) != one)
  }

  @Test func stabilityComparesEveryTwoSeeds() async throws {
    let (network, picture) = (try Self.network(), Self.picture())
    let lime = try await LIME(network, Self.options())
    let stability = try await lime.stability(of: picture, for: .pneumonia, seedCount: 3, top: 5)
    var explanations: [LIMEExplanation] = []
    for seed: UInt64 in 3...5 {
      explanations.append(try await LIME(network, Self.options(seed: seed)).explanation(of: picture, for: .pneumonia).explanation)
    }
    let agreements = try [(0, 1), (0, 2), (1, 2)].map { try LIMEAgreement(explanations[$0.0], explanations[$0.1], top: 5) }
    #expect(stability.seeds == [3, 4, 5])
    #expect(abs(try #require(stability.rankCorrelation) - agreements.compactMap(\.rankCorrelation).reduce(0, +) / 3) < 1e-12)
    #expect(abs(try #require(stability.topOverlap) - agreements.compactMap(\.topOverlap).reduce(0, +) / 3) < 1e-12)
  }

  @Test func aNetworkWithoutNumbersIsRefused() async throws {
    let lime = try await LIME(ExplainedNetwork(try ScreeningModels.overflowing()), Self.options())
    let picture = PredictorTests.constant(9)
    await #expect(throws: StatisticsError.notAProbability(index: 0)) { _ = try await lime.heatmap(of: picture, for: .pneumonia) }
  }

  /// LIME explains the probability that readings show, calibration and all; occlusion the network's own log-odds.
  @Test func aCalibratedNetworkIsExplainedAsItIsRead() async throws {
    let plain = try ScreeningModels.drawn(.smallCNN(SmallCNN()), side: 32)
    var manifest = plain.manifest
    manifest.calibration = Calibration(temperature: 0.25, bias: 1, fittedOn: "films", studyCount: 1)
    let network = ExplainedNetwork(try ModelArtifact(manifest: manifest, parameters: plain.parameters), threads: 1)
    let own = ExplainedNetwork(plain, threads: 1)
    let picture = Self.picture().resized(width: 32, height: 32)
    let read = try await network.predictor(batchSize: 1).probabilities(of: [picture])[0].pneumonia
    let uncalibrated = try await own.predictor(batchSize: 1).probabilities(of: [picture])[0].pneumonia
    let explained = try await LIME(network, Self.options(samples: 40)).explanation(of: picture, for: .pneumonia).explanation
    #expect(abs(explained.probability - read) < 1e-6 && abs(read - uncalibrated) > 0.01)
    let map = try await Occlusion(network).heatmap(of: picture, for: .pneumonia)
    #expect(try await Occlusion(own).heatmap(of: picture, for: .pneumonia) == map)
  }
}
