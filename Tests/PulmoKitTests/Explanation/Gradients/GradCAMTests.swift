import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

/// Class activation maps against captum's and grad-cam's, as Scripts/goldens/gradients.py recorded them in float64. Errors are relative to the
/// greatest value of a map; measured up to 2e-5.
@Suite struct GradCAMTests {
  @Test(arguments: GradientGolden.cases) func coarseMapsAreThePackages(_ item: GradientGolden.Case) async throws {
    for plusPlus in [false, true] {
      let method = plusPlus ? "grad-cam++" : "grad-cam"
      let gradCAM = try await GradCAM(item.network(), plusPlus: plusPlus)
      let labels = try item.labels(of: method)
      #expect(!labels.isEmpty)
      for label in labels {
        let map = try await gradCAM.coarseHeatmap(of: item.picture, for: label)
        expectClose(map.tensor, try item.tensor(label, method), within: 1e-4, "\(method) of \(label)")
      }
    }
  }

  @Test(arguments: GradientGolden.cases) func otherLayersAreThePackages(_ item: GradientGolden.Case) async throws {
    let gradCAM = try await GradCAM(item.network(), layer: item.otherLayer)
    #expect(gradCAM.layer == item.otherLayer)
    let labels = try item.labels(of: "grad-cam/\(item.otherLayer)")
    #expect(!labels.isEmpty)
    for label in labels {
      let map = try await gradCAM.coarseHeatmap(of: item.picture, for: label)
      expectClose(map.tensor, try item.tensor(label, "grad-cam/\(item.otherLayer)"), within: 1e-4, "\(label)")
    }
  }

  /// The package enlarges by OpenCV and rescales.
  @Test(arguments: GradientGolden.cases) func enlargedMapsAreThePackages(_ item: GradientGolden.Case) async throws {
    for plusPlus in [false, true] {
      let method = plusPlus ? "grad-cam++" : "grad-cam"
      let gradCAM = try await GradCAM(item.network(), plusPlus: plusPlus)
      let map = try await gradCAM.heatmap(of: item.picture, for: .pneumonia)
      #expect(map.width == item.picture.width && map.height == item.picture.height)
      expectClose(map.rescaled.tensor, try item.tensor(.pneumonia, "\(method)/enlarged"), within: 1e-4, method)
    }
  }

  /// Two textures in two corners, of which the network reads one.
  @Test func theCornerThatIsReadLightsUp() async throws {
    let network = try ExplainedNetworks.cornerReader()
    let picture = ExplainedNetworks.striped(horizontal: [(1, 1)], vertical: [(9, 9)])
    for plusPlus in [false, true] {
      let map = try await GradCAM(network, plusPlus: plusPlus).heatmap(of: picture, for: .pneumonia)
      let inCorner = (0..<256).filter { $0 / 16 < 8 && $0 % 16 < 8 }
      let corner = inCorner.map { map.values[$0] }.reduce(0, +)
      let total = map.values.reduce(0, +)
      #expect(total > 0 && corner > 0.9 * total, "\(corner) of \(total)")
      // Nothing speaks against pneumonia.
      #expect(try await GradCAM(network, plusPlus: plusPlus).heatmap(of: picture, for: .normal).values.allSatisfy { $0 == 0 })
    }
  }

  /// The same bits again, on any number of threads.
  @Test(arguments: GradientGolden.cases) func sameBitsAgain(_ item: GradientGolden.Case) async throws {
    var maps: [Heatmap] = []
    for threads in [1, 1, 2, 2] {
      let method = try await GradCAM(item.network(threads: threads))
      let map = try await method.heatmap(of: item.picture, for: .pneumonia)
      let again = try await method.heatmap(of: item.picture, for: .pneumonia) == map
      #expect(again, "\(threads) threads")
      maps.append(map)
    }
    let areEqual = maps.allSatisfy { $0 == maps[0] }
    #expect(areEqual)
  }

  @Test func whatIsNoNumberIsRefused() async throws {
    let network = try ExplainedNetwork(ScreeningModels.overflowing(), threads: 1)
    let method = try await IntegratedGradients(network, steps: 2)
    await #expect(throws: GradientError.notFinite(label: .pneumonia)) {
      _ = try await method.heatmap(of: PredictorTests.constant(255), for: .pneumonia)
    }
  }
}
