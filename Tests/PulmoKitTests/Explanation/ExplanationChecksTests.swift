import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

/// The checks as a whole: they catch what is wrong and let pass what is right.
@Suite struct ExplanationChecksTests {
  private static let methods: [ExplanationMethod] = [.occlusion, .lime, .integratedGradients]

  private func verdict(
    _ network: ExplainedNetwork, _ method: ExplanationMethod, _ film: GrayImage
  ) async throws -> ExplanationVerdict {
    var lime = LIME.Options()
    lime.segmentation = .slic(SLIC(segments: 40))
    lime.sampleCount = 600
    let checks = try await ExplanationChecks(of: method, on: network, lime: lime)
    let map = try await checks.explainer.heatmap(of: film, for: .pneumonia)
    return try await checks.verdict(on: map, of: film, for: .pneumonia)
  }

  /// What was taught is known, or the tests below would show nothing.
  @Test func taughtNetworksKnowTheirSign() async throws {
    for (sign, network) in [(TaughtNetworks.Sign.lung, TaughtNetworks.lung), (.cornerMarker, TaughtNetworks.cornerMarker)] {
      let films = (1000..<1040).map { TaughtNetworks.film(sign, isSick: $0 % 2 == 1, seed: UInt64($0)) }
      let probabilities = try await network.get().predictor(batchSize: 8).probabilities(of: films)
      let right = probabilities.indices.count { (probabilities[$0].pneumonia > 0.5) == ($0 % 2 == 1) }
      #expect(right >= 38, "\(sign): \(right) of 40")
    }
  }

  @Test(arguments: methods) func aNetworkThatReadsACornerIsCaught(method: ExplanationMethod) async throws {
    let film = TaughtNetworks.film(.cornerMarker, isSick: true, seed: 1001)
    let verdict = try await verdict(try TaughtNetworks.cornerMarker.get(), method, film)
    #expect(verdict.outcome == .distrust && verdict.summary.hasPrefix("do not trust: "))
    #expect(verdict.checks.first { $0.question == .corners }?.outcome == .distrust)
    #expect(verdict.summary.contains("it dwells in the corners"))
  }

  @Test(arguments: methods) func aNetworkThatWasTaughtNothingIsCaught(method: ExplanationMethod) async throws {
    let film = TaughtNetworks.film(.lung, isSick: true, seed: 1001)
    for seed: UInt64 in 7...8 {
      let verdict = try await verdict(try TaughtNetworks.drawn(seed: seed), method, film)
      #expect(verdict.outcome != .trust, "\(verdict.summary)")
    }
  }

  /// It reads more than the lung: not all questions let it pass.
  @Test func aNetworkThatReadsTheLungPassesWhatItShould() async throws {
    let verdict = try await verdict(try TaughtNetworks.lung.get(), .occlusion, TaughtNetworks.film(.lung, isSick: true, seed: 1001))
    for question in [CheckQuestion.weights, .hiding, .corners] {
      #expect(verdict.checks.first { $0.question == question }?.outcome == .trust, "\(question)")
    }
  }
}
