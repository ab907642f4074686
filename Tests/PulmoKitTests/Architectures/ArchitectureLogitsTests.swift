import Foundation
import NeuralNet
import Testing

@testable import PulmoKit

/// What each network computes, against PyTorch in float64: the order of layers, activations, pooling and flattening.
@Suite struct ArchitectureLogitsTests {
  /// Three pictures of 30 × 34 pixels, printed by Scripts/goldens/architectures.py with PyTorch 2.15.0. Dropout does nothing in inference.
  static let goldens: [(Architecture, channels: Int, logits: [Double])] = [
    (.dense(DenseNetwork()), 1, [-0.256894484, 0.869999712, -1.50452328]),
    (.dense(DenseNetwork(units: [6, 5], dropout: 0.3, l2: 0.005)), 1, [-0.0693667062, 0.706109223, -0.0528391917]),
    (.smallCNN(SmallCNN()), 1, [-2.67666155, 0.264806619, -2.53648674]),
    (.deepCNN(DeepCNN(dropoutAfterPool: 0.3, dropoutAfterDense: 0.1)), 1, [-1.40910861, -6.393517, -4.6362745]),
    (.dense(DenseNetwork()), 3, [-0.610020497, 0.769671177, 0.0341047097]),
    (.dense(DenseNetwork(units: [6, 5], dropout: 0.3, l2: 0.005)), 3, [-0.240455073, 0.825694079, -0.101387514]),
    (.smallCNN(SmallCNN()), 3, [-2.20766373, -1.44089523, -3.47524567]),
    (.deepCNN(DeepCNN(dropoutAfterPool: 0.3, dropoutAfterDense: 0.1)), 3, [-8.7181634, -5.74166156, -8.66124669]),
  ]

  @Test func logits() throws {
    for (architecture, channels, expected) in Self.goldens {
      let shape: Shape = [channels, 34, 30]
      let graph = try architecture.graph(input: shape)
      let tensors = graph.parameters.map { parameter in (parameter.name, Self.filled(parameter.shape)) }
      let program = try InferenceProgram(
        graph, Parameters(tensors: Dictionary(uniqueKeysWithValues: tensors)), CompileOptions(batchSize: 3, threads: 1))
      var input = Tensor(shape: [3, channels, 34, 30])
      for index in input.scalars.indices {
        let (picture, pixel) = index.quotientAndRemainder(dividingBy: shape.count)
        input.scalars[index] = Float(sin(pow(Double(pixel + 1), 2) * Double(picture + 2) / 7))
      }
      var output = Tensor(shape: [3, 1])
      try program.run(input, into: &output)
      let scale = expected.map(\.magnitude).max() ?? 1
      for (found, wanted) in zip(output.scalars, expected) {
        #expect(abs(Double(found) - wanted) <= 1e-5 * scale, "\(architecture), \(channels) channels: \(output.scalars) for \(expected)")
      }
    }
  }

  /// A weight's scalars are `sin((i + 1)²) · √(6 / fan-in)`, a bias's `cos(i + 1) / 10`.
  private static func filled(_ shape: Shape) -> Tensor {
    let fanIn = Double(shape.dimensions.dropFirst().reduce(1, *))
    return Tensor(
      shape: shape,
      scalars: (0..<shape.count).map { index in
        let number = Double(index + 1)
        return Float(shape.rank == 1 ? cos(number) / 10 : sin(number * number) * (6 / fanIn).squareRoot())
      })
  }
}
