@testable import NeuralNet
import Testing

@testable import PulmoKit

/// Single blocks in training, small, against PyTorch in float64: results within 1e-5, every gradient within 1e-4.
@Suite struct BackboneBlockTests {
  static let residuals: [(String, ResidualBlock, Shape)] = [
    ("basic", ResidualBlock(channels: 6, stride: 1, isBottleneck: false), [6, 7, 6]),
    ("basic, stride 2", ResidualBlock(channels: 10, stride: 2, isBottleneck: false), [6, 8, 7]),
    ("bottleneck", ResidualBlock(channels: 3, stride: 1, isBottleneck: true), [12, 6, 7]),
    ("bottleneck, stride 2", ResidualBlock(channels: 4, stride: 2, isBottleneck: true), [6, 8, 7]),
  ]
  static let inverted: [(String, InvertedResidual, Shape)] = [
    ("inverted", InvertedResidual(channels: 5, kernel: 3, stride: 1, expansion: 6), [5, 7, 6]),
    ("inverted, stride 2", InvertedResidual(channels: 7, kernel: 5, stride: 2, expansion: 6), [5, 8, 7]),
    ("inverted, not expanded", InvertedResidual(channels: 4, kernel: 3, stride: 1, expansion: 1), [9, 6, 7]),
  ]

  @Test func residualGradients() throws { for (name, block, shape) in Self.residuals { try check(name, block, shape) } }
  @Test func invertedGradients() throws { for (name, block, shape) in Self.inverted { try check(name, block, shape) } }

  private func check(_ name: String, _ block: some Layer, _ shape: Shape) throws {
    let graph = try Graph(input: shape, block)
    let compiled = try CompiledGraph(
      graph, FoldedParameters(Backbones.parameters(of: graph)), mode: .training, options: CompileOptions(batchSize: 3, threads: 1),
      wantsInputGradient: true)
    let output = try compiled.forward(Backbones.drawn("\(name)/picture", compiled.inputShape))
    expectClose(output, try Backbones.tensor("\(name)/output"), within: 1e-5, "\(name): result")
    let gradient = try compiled.backward(Backbones.drawn("\(name)/upstream/picture", compiled.outputShape))
    expectClose(try #require(gradient), try Backbones.tensor("\(name)/input gradient"), within: 1e-4, "\(name): input gradient")
    let stored = try Backbones.golden.get().keys.filter { $0.hasPrefix("\(name)/gradients/") }
    let gradients = try compiled.gradients().tensors
    #expect(gradients.count == stored.count, "\(name)")
    for (parameter, gradient) in gradients {
      expectClose(gradient, try Backbones.tensor("\(name)/gradients/\(parameter)"), within: 1e-4, "\(name): gradient of \(parameter)")
    }
  }
}
