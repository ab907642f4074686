import NeuralNet
import Testing

@testable import PulmoKit

/// The ResNets and EfficientNet-Lites against the packages whose weights they take: counts of parameters, and logits from the same weights.
@Suite struct BackboneLogitsTests {
  struct Network: Sendable, CustomTestStringConvertible {
    let name: String
    /// With a number of outputs.
    let architecture: @Sendable (Int) -> Architecture
    /// With three channels and 1000 outputs, as Scripts/goldens/backbones.py prints it.
    let parameterCount: Int

    var testDescription: String { name }
  }

  static let networks: [Network] = [
    Network(name: "ResNet 18", architecture: { .resNet(ResNet(outputs: $0)) }, parameterCount: 11_689_512),
    Network(name: "ResNet 34", architecture: { .resNet(ResNet(depth: .layers34, outputs: $0)) }, parameterCount: 21_797_672),
    Network(name: "ResNet 50", architecture: { .resNet(ResNet(depth: .layers50, outputs: $0)) }, parameterCount: 25_557_032),
    Network(
      name: "EfficientNet-Lite 0", architecture: { .efficientNetLite(EfficientNetLite(outputs: $0)) }, parameterCount: 4_652_008),
    Network(
      name: "EfficientNet-Lite 1", architecture: { .efficientNetLite(EfficientNetLite(variant: .lite1, outputs: $0)) },
      parameterCount: 5_416_680),
    Network(
      name: "EfficientNet-Lite 2", architecture: { .efficientNetLite(EfficientNetLite(variant: .lite2, dropout: 0.3, outputs: $0)) },
      parameterCount: 6_092_072),
  ]

  @Test(arguments: networks) func parameterCounts(_ network: Network) throws {
    let graph = try network.architecture(1000).graph(input: [3, 224, 224])
    #expect(graph.parameterCount == network.parameterCount)
    #expect(graph.outputShape == [1000])
  }

  /// On two pictures of 61 × 46 pixels, where padding is even on some sides and odd on others; with batch normalisation folded into the
  /// convolutions and, as explanations take it, on its own.
  @Test(arguments: networks, [1, 3]) func logits(_ network: Network, channels: Int) throws {
    let graph = try network.architecture(8).graph(input: [channels, 61, 46])
    let parameters = Backbones.parameters(of: graph)
    let pictures = Backbones.drawn("\(network.name)/picture", [2, channels, 61, 46])
    let expected = try Backbones.tensor("\(network.name)/\(channels)/logits")
    let options = CompileOptions(batchSize: 2, threads: 1)

    let program = try InferenceProgram(graph, parameters, options)
    var folded = Tensor(shape: [2, 8])
    try program.run(pictures, into: &folded)
    expectClose(folded, expected, within: 1e-5, "folded")
    expectClose(try GradientProgram(graph, parameters, options).forward(pictures), expected, within: 1e-5, "unfused")
  }
}
