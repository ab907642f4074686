import Imaging
import NeuralNet
import Statistics
import Testing

@testable import PulmoKit

@Suite struct OcclusionTests {
  /// A logistic regression's log-odds fall by what the patch takes from the sum of levels: 0.01 · (levels - cover) / 255.
  @Test func logisticByHand() async throws {
    let network = ExplainedNetwork(try ScreeningModels.logistic(weight: 0.01, bias: -0.3), threads: 2)
    var picture = PredictorTests.constant(100)
    picture.pixels[5 * 16 + 6] = 250
    // Patches of 4 by steps of 2: the pixel lies under those that begin in rows 2 and 4 and columns 4 and 6, as pixels around it do, or not.
    let occlusion = try await Occlusion(network, patch: 0.25, level: 40)
    let map = try await occlusion.heatmap(of: picture, for: .pneumonia)
    let (plain, bright) = (0.01 * 16 * 60 / 255, 0.01 * (16 * 60 + 150) / 255)
    func near(_ row: Int, _ column: Int, _ expected: Double) {
      #expect(abs(Double(map.values[row * 16 + column]) - expected) < 1e-6, "row \(row), column \(column)")
    }
    near(5, 6, bright)
    near(4, 7, bright)
    near(15, 15, plain)
    near(0, 0, plain)
    near(3, 6, (plain + bright) / 2)
    near(3, 5, (3 * plain + bright) / 4)
    let against = try await occlusion.heatmap(of: picture, for: .normal)
    #expect(against.values == map.values.map { -$0 })
    // By the film's mean, (255 · 100 + 250) / 256 = 100.6 or 101.
    let mean = try await Occlusion(network, patch: 0.25).heatmap(of: picture, for: .pneumonia)
    #expect(abs(Double(mean.values[0]) + 0.01 * 16 / 255) < 1e-6)
  }

  @Test func patchesCoverEveryPixel() {
    for (width, height, fraction) in [(16, 16, 0.125), (33, 17, 0.3), (5, 9, 1), (7, 7, 0.01), (128, 128, 0.125)] {
      let patches = OcclusionPatches(width: width, height: height, fraction: fraction)
      #expect(Set(patches.corners.map { $0.row * width + $0.column }).count == patches.corners.count, "\(width) × \(height)")
      #expect(patches.corners.allSatisfy { $0.row + patches.side <= height && $0.column + patches.side <= width })
      #expect(patches.means(patches.corners.map { _ in 2 }).values.allSatisfy { $0 == 2 })
    }
    #expect(OcclusionPatches(width: 128, height: 128, fraction: 0.125).corners.count == 225)
  }

  @Test func sameBitsOnAnyNumberOfThreads() async throws {
    let picture = LIMETests.picture()
    let one = try await Occlusion(try LIMETests.network(threads: 1)).heatmap(of: picture, for: .pneumonia)
    #expect(Set(one.values).count > 100)
    #expect(try await Occlusion(try LIMETests.network(threads: 2)).heatmap(of: picture, for: .pneumonia) == one)
  }

  @Test func aNetworkWithoutNumbersIsRefused() async throws {
    let occlusion = try await Occlusion(ExplainedNetwork(try ScreeningModels.overflowing()))
    await #expect(throws: StatisticsError.notFinite(index: 0)) {
      _ = try await occlusion.heatmap(of: PredictorTests.constant(9), for: .pneumonia)
    }
  }
}
