import Foundation
@testable import NeuralNet
import Testing

/// Programs in which Winograd's convolution was chosen, against the definition of a convolution in float64.
@Suite(.enabled(if: Winograd.lanes > 0)) struct WinogradTests {
  // 60 tiles.
  static let shape = NaiveConvolution(batch: 2, channels: 20, filters: 36, height: 22, width: 19, padding: 1)

  private let sample = WinogradSample(shape, lanes: 8, threads: 1)
  private var input: Tensor { Tensor(shape: Self.shape.source, scalars: sample.x) }
  private var parameters: Parameters {
    Parameters(tensors: [
      "conv.weight": Tensor(shape: Self.shape.weights, scalars: sample.w),
      "conv.bias": Tensor(shape: [Self.shape.filters], scalars: sample.bias),
    ])
  }
  private func graph(_ activation: Activation?) throws -> Graph {
    try Graph(input: [20, 22, 19]) { (graph, x) throws(ShapeError) in
      let y = try graph.append("conv", Conv2D(channels: 36, kernel: 3, padding: 1), x)
      return activation.map { graph.activation(y, $0) } ?? y
    }
  }

  @Test func training() throws {
    let compiled = try CompiledGraph(
      graph(nil), parameters, mode: .training, options: CompileOptions(batchSize: 2), wantsInputGradient: true)
    #expect(compiled.implementations.count { $0.implementation.hasPrefix("pulmo:winograd") } == 5)
    expectClose(
      try compiled.forward(input).scalars, Self.shape.forward(sample.x, sample.w, bias: sample.bias), within: 1e-5, "result")
    let gradient = try #require(try compiled.backward(Tensor(shape: Self.shape.destination, scalars: sample.dy)))
    expectClose(gradient.scalars, Self.shape.sourceGradient(sample.dy, sample.w), within: 1e-5, "gradient of the input")
    let gradients = try compiled.gradients().tensors
    let weights = try #require(gradients["conv.weight"]).scalars
    expectClose(weights, Self.shape.weightsGradient(sample.x, sample.dy), within: 1e-5, "gradient of the weights")
    let bias = try #require(gradients["conv.bias"]).scalars
    expectClose(bias, Self.shape.biasGradient(sample.dy), within: 1e-5, "gradient of the bias")
  }

  /// Clamps are fused, other activations follow; weights are transformed anew when they are loaded anew.
  @Test(arguments: [Activation.relu, .relu6, .silu]) func inference(_ activation: Activation) throws {
    var other = parameters
    other.tensors["conv.weight"] = Tensor(shape: Self.shape.weights, scalars: sample.w.reversed())
    let program = try InferenceProgram(graph(activation), other, CompileOptions(batchSize: 2))
    let kernels = program.implementations.count { $0.implementation.hasPrefix("pulmo:winograd") }
    #expect(kernels == 1, "the weights are transformed in every run")
    try program.load(parameters)
    var output = Tensor(shape: program.outputShape)
    try program.run(input, into: &output)
    let expected = Self.shape.forward(sample.x, sample.w, bias: sample.bias).map { y in
      switch activation {
      case .relu: max(y, 0)
      case .relu6: min(max(y, 0), 6)
      case .silu, .sigmoid: y / (1 + exp(-y))
      }
    }
    expectClose(output.scalars, expected, within: 1e-5, "result")
  }

  /// A residual block without normalisation: its sum and the ReLU behind it are done by the second convolution, in inference alone.
  @Test(arguments: [true, false]) func residual(hasBias: Bool) throws {
    let graph = try Graph(input: [20, 22, 19]) { (graph, x) throws(ShapeError) in
      let short = try graph.append("short", Conv2D(channels: 36, kernel: 1, hasBias: false), x)
      let y = try graph.append("conv", Conv2D(channels: 36, kernel: 3, padding: 1, hasBias: hasBias), x)
      return graph.activation(try graph.add([short, y]), .relu)
    }
    var generator = SplitMix64(seed: 22)
    let parameters = Parameters.initialized(for: graph, using: &generator)
    let program = try InferenceProgram(graph, parameters, CompileOptions(batchSize: 2))
    let addition = graph.nodes[graph.nodes[graph.output].inputs[0]].name
    #expect(!program.implementations.contains { $0.node == addition })
    var output = Tensor(shape: program.outputShape)
    try program.run(input, into: &output)
    let unfused = try CompiledGraph(graph, parameters, mode: .gradient, options: CompileOptions(batchSize: 2))
    #expect(unfused.implementations.contains { $0.node == addition })
    expectClose(output, try unfused.forward(input), within: 1e-5, "result")
  }

  /// What the decision note says of the choice.
  @Test(arguments: [
    // The deep network and ResNet-18 in training.
    (32, 32, 64, 63, 0, false, true), (32, 64, 128, 30, 0, false, true), (32, 64, 64, 56, 1, false, true),
    (32, 512, 512, 7, 1, false, true),
    // One picture: kept weights, and weights too large to keep.
    (1, 256, 256, 14, 1, true, true), (1, 256, 256, 14, 1, false, false), (1, 512, 512, 7, 1, true, false),
    (32, 512, 512, 7, 1, true, true),
    // Few channels; tiles that are mostly empty.
    (32, 16, 16, 56, 1, false, false), (32, 1, 32, 128, 0, false, false), (32, 128, 128, 5, 1, false, false),
  ])
  func choice(batch: Int, channels: Int, filters: Int, size: Int, padding: Int, reusesWeights: Bool, expected: Bool) {
    let attributes = ConvolutionAttributes(channels: filters, kernel: 3, padding: Padding(padding))
    let result = size + 2 * padding - 2
    let winograd = Winograd(
      attributes, source: [batch, channels, size, size], destination: [batch, filters, result, result], threads: 2,
      reusesWeights: reusesWeights)
    #expect((winograd != nil) == expected)
  }
}
