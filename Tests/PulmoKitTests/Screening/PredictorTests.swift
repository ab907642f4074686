import Foundation
import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct PredictorTests {
  static func pictures(_ count: Int, side: Int) -> [GrayImage] {
    (0..<count).map { index in
      var generator = SplitMix64(seed: UInt64(index))
      return GrayImage(width: side, height: side, pixels: (0..<side * side).map { _ in UInt8(generator.next() % 256) })
    }
  }

  static func constant(_ level: UInt8, side: Int = 16) -> GrayImage {
    GrayImage(width: side, height: side, pixels: Array(repeating: level, count: side * side))
  }

  /// 256 pixels of 51/255 = 0.2 sum to 51.2; 0.01 · 51.2 - 0.3 = 0.212; 1 / (1 + e^-0.212) = 0.5528024…
  @Test func probabilityIsTheSigmoidOfTheLogit() async throws {
    let predictor = try await Predictor(try ScreeningModels.logistic(weight: 0.01, bias: -0.3))
    let probabilities = try await predictor.probabilities(of: [Self.constant(51), Self.constant(0)])
    #expect(abs(probabilities[0].pneumonia - 0.552_802_4) < 1e-6)
    #expect(abs(probabilities[1].pneumonia - 0.425_557_5) < 1e-6)
    #expect(probabilities.allSatisfy { $0.classes == nil })
  }

  @Test func extremeLogitsSaturate() async throws {
    let model = try ScreeningModels.logistic(weight: 100, bias: -12800)
    let predictor = try await Predictor(model, batchSize: 2)
    #expect(try await predictor.probabilities(of: [Self.constant(255), Self.constant(0)]).map(\.pneumonia) == [1, 0])
  }

  @Test func noPicturesGiveNoProbabilities() async throws {
    let predictor = try await Predictor(try ScreeningModels.logistic(weight: 1, bias: 0), batchSize: 4)
    #expect(try await predictor.probabilities(of: []) == [])
  }

  /// Wherever a film stands in a batch, whatever stands beside it, and where the rest of the batch is padding: the same bits.
  @Test(arguments: [1, 3, 8])
  func neighboursDoNotMatter(batchSize: Int) async throws {
    let predictor = try await Predictor(try ScreeningModels.drawn(.deepCNN(DeepCNN()), side: 64), batchSize: batchSize)
    let pictures = Self.pictures(10, side: 64)
    var alone: [FilmProbabilities] = []
    for picture in pictures { alone += try await predictor.probabilities(of: [picture]) }
    #expect(Set(alone).count == pictures.count, "the network tells no pictures apart: \(alone)")
    #expect(try await predictor.probabilities(of: pictures) == alone)
    for shift in 1..<max(2, batchSize) {
      let turned = Array(pictures[shift...] + pictures[..<shift])
      let expected = Array(alone[shift...] + alone[..<shift])
      #expect(try await predictor.probabilities(of: turned) == expected, "shifted by \(shift)")
    }
  }

  @Test func batchSizesAndThreadsAgree() async throws {
    let model = try ScreeningModels.drawn(.deepCNN(DeepCNN()), side: 64)
    let pictures = Self.pictures(9, side: 64)
    let reference = try await Predictor(model, batchSize: 1, threads: 1).probabilities(of: pictures)
    for (batchSize, threads) in [(1, 2), (2, 1), (8, 1), (8, 2), (32, 2)] {
      let others = try await Predictor(model, batchSize: batchSize, threads: threads).probabilities(of: pictures)
      for (one, other) in zip(reference, others) {
        #expect(abs(one.pneumonia - other.pneumonia) <= 1e-5, "batch of \(batchSize) on \(threads) threads")
      }
    }
  }

  @Test func loadReplacesTheParameters() async throws {
    let predictor = try await Predictor(try ScreeningModels.logistic(weight: 0.01, bias: -0.3))
    try await predictor.load(try ScreeningModels.logistic(weight: 0, bias: 0).parameters)
    #expect(try await predictor.probabilities(of: [Self.constant(51)]).map(\.pneumonia) == [0.5])
  }

  @Test func missingParametersAreRefused() async throws {
    let model = try ScreeningModels.logistic(weight: 0.01, bias: 0)
    await #expect(throws: NeuralNetError.self) {
      _ = try await Predictor(
        graph: model.graph, parameters: Parameters(tensors: [:]), preprocessing: model.manifest.preprocessing, batchSize: 1)
    }
  }
}
