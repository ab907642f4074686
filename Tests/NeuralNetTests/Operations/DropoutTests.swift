@testable import NeuralNet
import Testing

@Suite struct DropoutTests {
  @Test(arguments: [Float(0.1), 0.3, 0.5, 0.9]) func shareAndScale(_ rate: Float) throws {
    let mask = try ones(through: Dropout(rate: rate), seed: 1)
    let kept = mask.filter { $0 != 0 }
    #expect(Set(kept) == [1 / (1 - rate)])
    let deviation = (Double(rate) * (1 - Double(rate)) / Double(mask.count)).squareRoot()
    #expect(abs(1 - Double(kept.count) / Double(mask.count) - Double(rate)) < 4 * deviation, "dropped \(mask.count - kept.count)")
  }

  @Test func nothingDroppedAtRateZero() throws { #expect(Set(try ones(through: Dropout(rate: 0), seed: 1)) == [1]) }

  @Test func masksFollowTheSeedAlone() throws {
    let masks = try (0..<4).map { try ones(through: Dropout(rate: 0.5), seed: $0) }
    #expect(try ones(through: Dropout(rate: 0.5), seed: 2) == masks[2])
    for (a, b) in [(0, 1), (0, 2), (1, 2), (2, 3)] {
      // Two independent masks agree on half their places.
      let agreeing = zip(masks[a], masks[b]).count { $0 == $1 }
      #expect(abs(Double(agreeing) / Double(masks[a].count) - 0.5) < 0.01, "seeds \(a) and \(b) agree on \(agreeing)")
    }
  }

  @Test func layersHaveMasksOfTheirOwn() throws {
    // Rates of a half one after another leave a quarter, were the masks one mask a half.
    let twice = try ones(seed: 3) { (graph, x) throws(ShapeError) in
      try Dropout(rate: 0.5)(try Dropout(rate: 0.5)(x, in: &graph), in: &graph)
    }
    #expect(Set(twice) == [0, 4])
    #expect(abs(Double(twice.count { $0 != 0 }) / Double(twice.count) - 0.25) < 0.01)
  }

  /// In the blocked layout behind a convolution too, the gradient passes where the scalar passed.
  @Test(arguments: [1, 5, 16]) func gradientUsesTheSameMask(channels: Int) throws {
    let graph = try Graph(input: [channels, 9, 7]) { (graph, x) throws(ShapeError) in
      let y = try graph.append("conv", DepthwiseConv2D(kernel: 1, hasBias: false), x)
      return try Dropout(rate: 0.4)(y, in: &graph)
    }
    let parameters = Parameters(tensors: ["conv.weight": Tensor(shape: [channels, 1, 1, 1], repeating: 1)])
    let compiled = try CompiledGraph(
      graph, parameters, mode: .training, options: CompileOptions(batchSize: 3), wantsInputGradient: true)
    let output = try compiled.forward(Tensor(shape: compiled.inputShape, repeating: 1), seed: 5)
    let gradient = try compiled.backward(Tensor(shape: compiled.outputShape, repeating: 1), seed: 5)
    #expect(Set(output.scalars) == [0, 1 / (1 - 0.4)])
    #expect(gradient?.scalars == output.scalars)
  }

  @Test func identityOutsideTraining() throws {
    let graph = try Graph(input: [100], Dropout(rate: 0.5))
    let input = Tensor(shape: [1, 100], scalars: (0..<100).map(Float.init))
    let program = try InferenceProgram(graph, Parameters(tensors: [:]))
    var output = Tensor(shape: [1, 100])
    try program.run(input, into: &output)
    #expect(output == input)
    let gradientProgram = try GradientProgram(graph, Parameters(tensors: [:]))
    #expect(try gradientProgram.forward(input) == input)
    #expect(try gradientProgram.backward(input) == input)
  }

  private func ones(through layer: Dropout, seed: UInt64) throws -> [Float] {
    try ones(seed: seed) { (graph, x) throws(ShapeError) in try layer(x, in: &graph) }
  }

  /// What training makes of 100,000 ones.
  private func ones(seed: UInt64, _ build: (inout GraphBuilder, Symbol) throws(ShapeError) -> Symbol) throws -> [Float] {
    let compiled = try CompiledGraph(
      try Graph(input: [1000], build), Parameters(tensors: [:]), mode: .training, options: CompileOptions(batchSize: 100))
    return try compiled.forward(Tensor(shape: [100, 1000], repeating: 1), seed: seed).scalars
  }
}
