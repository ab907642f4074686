import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

/// Networks that forget.
@Suite struct RandomizationTests {
  private let picture = LIMETests.picture()

  @Test func theLastLayersAreDrawnAnew() async throws {
    let network = try LIMETests.network()
    #expect(network.parameterLayerCount == 6)
    let two = try await network.randomized(lastLayers: 2, seed: 4, on: picture)
    let changed = network.parameters.tensors.keys.filter { two.parameters.tensors[$0] != network.parameters.tensors[$0] }
    // Biases were zero and are zero again.
    #expect(changed.sorted() == ["dense2.weight", "head.weight"])
    #expect(try await network.randomized(lastLayers: 2, seed: 4, on: picture).parameters == two.parameters)
    #expect(try await network.randomized(lastLayers: 2, seed: 5, on: picture).parameters != two.parameters)
    let all = try await network.randomized(lastLayers: 6, seed: 4, on: picture)
    for (name, tensor) in network.parameters.tensors where !name.hasSuffix("bias") {
      #expect(all.parameters.tensors[name] != tensor, "\(name)")
    }
  }

  /// With the statistics it gets, a network of 49 normalisations still answers, and tells pictures apart.
  @Test func statisticsAreTheNewNetworks() async throws {
    let architecture = Architecture.efficientNetLite(EfficientNetLite())
    var network = ExplainedNetwork(try ScreeningModels.drawn(architecture, side: 64), threads: 2)
    // As after a training: statistics that are far from what drawn weights make.
    for name in network.parameters.tensors.keys where name.hasSuffix("running_var") {
      network.parameters.tensors[name].map { network.parameters.tensors[name] = Tensor(shape: $0.shape, repeating: 1e-4) }
    }
    let forgotten = try await network.randomized(lastLayers: network.parameterLayerCount, seed: 2, on: picture)
    let variances = try #require(forgotten.parameters.tensors["_bn0.running_var"]).scalars
    #expect(variances.allSatisfy { $0 > 0 && $0 < 10 } && Set(variances).count > 16)
    // The first convolution by hand: the mean of its results over the picture and its mirror images, for one channel.
    let weight = try #require(forgotten.parameters.tensors["_conv_stem.weight"]).scalars
    let mean = try #require(forgotten.parameters.tensors["_bn0.running_mean"]).scalars[3]
    #expect(abs(Double(mean) - stemMean(weight: Array(weight[27..<36]))) < 1e-4)
    let other = LIMETests.picture(seed: 2)
    let logits = try await forgotten.predictor(batchSize: 2).logits(of: 0..<2) { [picture] number, input in
      forgotten.preprocessing.fill(input, with: number == 0 ? picture : other)
    }
    #expect(logits.allSatisfy { $0[0].isFinite && abs($0[0]) < 100 } && abs(logits[0][0] - logits[1][0]) > 1e-4)
    // Only what forgets measures anew.
    let half = try await network.randomized(lastLayers: 20, seed: 2, on: picture)
    #expect(half.parameters.tensors["_bn0.running_var"] == network.parameters.tensors["_bn0.running_var"])
    #expect(half.parameters.tensors["_bn1.running_var"] != network.parameters.tensors["_bn1.running_var"])
  }

  /// Of a 3 × 3 kernel at stride 2 with TensorFlow's padding, which at 64 pixels is one row below and one column to the right.
  private func stemMean(weight: [Float]) -> Double {
    var sum = 0.0
    for (mirrorRows, mirrorColumns) in [(false, false), (false, true), (true, false), (true, true)] {
      for row in stride(from: 0, to: 64, by: 2) {
        for column in stride(from: 0, to: 64, by: 2) {
          for tap in 0..<9 where row + tap / 3 < 64 && column + tap % 3 < 64 {
            let (y, x) = (row + tap / 3, column + tap % 3)
            let level = picture.pixels[(mirrorRows ? 63 - y : y) * 64 + (mirrorColumns ? 63 - x : x)]
            sum += Double(weight[tap]) * Double(level) / 255
          }
        }
      }
    }
    return sum / (4 * 32 * 32)
  }
}
