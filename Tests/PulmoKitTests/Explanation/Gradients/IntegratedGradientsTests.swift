import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

/// Integrated gradients against captum's, as Scripts/goldens/gradients.py recorded them in float64, and by what must hold of them.
@Suite struct IntegratedGradientsTests {
  /// Errors are relative to the greatest attribution; measured up to 3e-7, but 4e-4 on the ResNet, where a ReLU's input of 0 in float64 is
  /// none in float32.
  @Test(arguments: GradientGolden.cases) func attributionsAreCaptums(_ item: GradientGolden.Case) async throws {
    let method = try await IntegratedGradients(item.network(), steps: 50)
    let labels = try item.labels(of: "integrated-gradients")
    #expect(!labels.isEmpty)
    for label in labels {
      let attribution = try await method.attribution(of: item.picture, for: label)
      expectClose(attribution.heatmap.tensor, try item.tensor(label, "integrated-gradients"), within: 1e-3, "\(label)")
      let ends = Tensor(
        shape: [3], scalars: [attribution.output, attribution.baselineOutput, attribution.completenessGap].map { Float($0) })
      expectClose(ends, try item.tensor(label, "ends"), within: 1e-4, "ends of \(label)")
    }
  }

  /// A linear network leaves no gap: weight · level / 255 of each pixel.
  @Test func aLinearNetworkByHand() async throws {
    let network = try ExplainedNetwork(ScreeningModels.logistic(weight: 0.01, bias: -0.3), threads: 1)
    let picture = PredictorTests.pictures(1, side: 16)[0]
    for (steps, level, sign) in [(50, UInt8(0), 1.0), (1, 0, 1), (2, 51, 1), (5, 0, -1)] {
      let method = try await IntegratedGradients(network, steps: steps, baselineLevel: level)
      let attribution = try await method.attribution(of: picture, for: sign > 0 ? .pneumonia : .normal)
      for (value, pixel) in zip(attribution.heatmap.values, picture.pixels) {
        #expect(abs(Double(value) - sign * 0.01 * (Double(pixel) - Double(level)) / 255) < 1e-8)
      }
      #expect(abs(attribution.baselineOutput - sign * (256 * 0.01 * Double(level) / 255 - 0.3)) < 1e-6)
      #expect(abs(attribution.completenessGap) < 1e-6 && (attribution.relativeCompletenessGap ?? 1) < 1e-6)
    }
  }

  /// The places are shared out; the map has the same bits, in their order, on any number of threads.
  @Test func threadsDoNotChangeABit() async throws {
    let item = GradientGolden.lite
    var answers: [IntegratedGradients.Attribution] = []
    for threads in [1, 2, 3, 16] {
      var network = try item.network()
      network.threads = threads
      answers.append(try await IntegratedGradients(network, steps: 37).attribution(of: item.picture, for: .pneumonia))
    }
    #expect(answers[0].output != answers[0].baselineOutput && answers.dropFirst().allSatisfy { $0 == answers[0] })
  }

  /// On the film that is the baseline nothing is attributed, and there is no share of nothing.
  @Test func theBaselineItselfHasNoRelativeGap() async throws {
    let network = try ExplainedNetwork(ScreeningModels.logistic(weight: 0.01, bias: -0.3), threads: 1)
    let attribution = try await IntegratedGradients(network).attribution(of: PredictorTests.constant(0), for: .pneumonia)
    #expect(attribution.relativeCompletenessGap == nil && attribution.completenessGap == 0)
    #expect(attribution.heatmap.values.allSatisfy { $0 == 0 })
  }

  @Test func moreStepsLeaveASmallerGap() async throws {
    let item = GradientGolden.lite
    var gaps: [Double] = []
    for steps in [5, 200] {
      let method = try await IntegratedGradients(item.network(), steps: steps)
      gaps.append(try #require(try await method.attribution(of: item.picture, for: .viral).relativeCompletenessGap))
    }
    #expect(gaps[1] < 0.1 * gaps[0], "\(gaps)")
  }

  /// The same stripes stand in three corners; only those of the corner that is read count.
  @Test func onlyWhatIsReadCounts() async throws {
    let picture = ExplainedNetworks.striped(horizontal: [(1, 1), (1, 9), (9, 1)], vertical: [(9, 9)])
    let attribution = try await IntegratedGradients(ExplainedNetworks.cornerReader()).attribution(of: picture, for: .pneumonia)
    let outside = (0..<256).filter { $0 / 16 >= 8 || $0 % 16 >= 8 }
    #expect(outside.allSatisfy { attribution.heatmap.values[$0] == 0 })
    #expect(attribution.output > 1 && attribution.baselineOutput == 0)
    #expect(abs(attribution.sum - attribution.output) < 1e-5)
  }

  /// The same bits again, on any number of threads.
  @Test(arguments: GradientGolden.cases) func sameBitsAgain(_ item: GradientGolden.Case) async throws {
    var maps: [Heatmap] = []
    for threads in [1, 1, 2, 2] {
      let method = try await IntegratedGradients(item.network(threads: threads), steps: 6)
      let map = try await method.heatmap(of: item.picture, for: .pneumonia)
      let again = try await method.heatmap(of: item.picture, for: .pneumonia) == map
      #expect(again, "\(threads) threads")
      maps.append(map)
    }
    let areEqual = maps.allSatisfy { $0 == maps[0] }
    #expect(areEqual)
  }

  /// Two pixels of two channels; the sum misses the difference of 2 by a quarter, from below.
  @Test func aGapHasASignAndItsShareHasNone() {
    let attribution = IntegratedGradients.Attribution(
      [0.5, -1, 1, 1], of: .viral, width: 2, height: 1, output: 1.5, baselineOutput: -0.5)
    #expect(attribution.heatmap.values == [1.5, 0] && attribution.sum == 1.5)
    #expect(attribution.completenessGap == -0.5 && attribution.relativeCompletenessGap == 0.25)
  }
}
