import NeuralNet
import Testing

@testable import PulmoKit

/// Class activation maps from numbers by hand.
@Suite struct LayerGradientsTests {
  /// Two channels of 1 × 2 pixels.
  private let layer = LayerGradients(
    activations: Tensor(shape: [1, 2, 1, 2], scalars: [1, 2, 3, 0]), gradients: Tensor(shape: [1, 2, 1, 2], scalars: [0.5, -1, 1, 1]))

  @Test func gradCAMByHand() {
    #expect(layer.meanGradients == [-0.25, 1])
    // -0.25 · 1 + 1 · 3, and -0.25 · 2 + 1 · 0, which ReLU cuts.
    let map = layer.map(layer.meanGradients)
    #expect(map.width == 2 && map.height == 1 && map.values == [2.75, 0])
  }

  /// Of channel 0 one gradient is above 0: α = 0.25 / (0.5 + 3 · 0.125 + ε). Of channel 1 both, 1 / (2 + 3 + ε) each.
  @Test func gradCAMPlusPlusByHand() {
    let weights = layer.plusPlusWeights
    #expect(weights.count == 2)
    expectNear(weights[0], 0.5 * 0.25 / 0.875001, "channel 0")
    expectNear(weights[1], 2 / 5.000001, "channel 1")
  }
}
