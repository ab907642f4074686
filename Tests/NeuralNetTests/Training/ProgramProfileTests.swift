import Testing

@testable import NeuralNet

/// What a profile counts is known by hand; that it takes time is all that can be said of its seconds.
@Suite struct ProgramProfileTests {
  /// 3×3 convolution of 2 to 4 channels in 2 groups on 6×6 pixels, ReLU, dense layer of 3.
  static func graph() throws -> Graph {
    try Graph(input: [2, 6, 6]) { (graph, input) throws(ShapeError) in
      let x = try graph.append("conv", Conv2D(channels: 4, kernel: 3, groups: 2), input)
      return try graph.append("head", Dense(units: 3), graph.flatten(graph.activation(x, .relu)))
    }
  }

  static func parameters() throws -> Parameters {
    var generator = SplitMix64(seed: 1)
    return .initialized(for: try graph(), using: &generator)
  }

  @Test func inference() throws {
    let program = try InferenceProgram(try Self.graph(), try Self.parameters(), CompileOptions(batchSize: 2))
    let input = Tensor(shape: program.inputShape, repeating: 1)
    let profile = try program.profile(input, runs: 3)
    #expect(profile.runCount == 3)
    #expect(profile.steps.first?.operation == "input" && profile.steps.last?.operation == "output")
    let convolution = try #require(profile.steps.first { $0.operation == "convolution" })
    // 2 pictures of 4 channels of 4×4, each scalar from 3×3 of the 1 channel of its group.
    #expect(convolution.floatingPointOperations == 2 * (2 * 4 * 4 * 4) * 9)
    #expect(convolution.node == "conv" && !convolution.implementation.isEmpty)
    #expect(convolution.byteCount >= 4 * (2 * 2 * 36 + 4 * 9 + 4 + 2 * 4 * 16))
    let dense = try #require(profile.steps.first { $0.operation == "dense" })
    #expect(dense.floatingPointOperations == 2 * (2 * 3) * 64)
    #expect(profile.steps.allSatisfy { $0.seconds >= 0 })
    #expect(profile.seconds > 0)
    #expect(abs(profile.steps.reduce(0) { $0 + profile.share(of: $1) } - 1) < 1e-9)
  }

  /// Forward, both gradients and the update are there, each direction of the convolution with the same count, and profiled steps are
  /// steps: they leave the bits that as many plain ones leave.
  @Test func training() throws {
    func program() throws -> TrainingProgram {
      try TrainingProgram(
        try Self.graph(), try Self.parameters(), loss: Loss(.softmaxCrossEntropy), optimizer: Adam(), CompileOptions(batchSize: 2))
    }
    let profiled = try program()
    let plain = try program()
    var generator = SplitMix64(seed: 2)
    let input = Tensor(shape: plain.inputShape, scalars: (0..<plain.inputShape.count).map { _ in generator.nextUnitFloat() })
    let targets = Tensor(shape: [2, 3], scalars: [1, 0, 0, 0, 0, 1])
    let profile = try profiled.profile(input, targets: targets, learningRate: 1e-2, runs: 2)
    for _ in 0..<3 { _ = try plain.step(input, targets: targets, learningRate: 1e-2, seed: 1) }
    #expect(try profiled.parameters() == plain.parameters())
    #expect(try plain.parameters() != Self.parameters())

    let counts = Dictionary(grouping: profile.steps.filter { $0.floatingPointOperations > 0 }, by: \.node).mapValues {
      $0.map(\.floatingPointOperations)
    }
    // The picture needs no gradient, so the convolution runs in two directions, the dense layer in three.
    #expect(counts == ["conv": [2304, 2304], "head": [768, 768, 768]])
    let ofProgram = profile.steps.filter { $0.node == "program" }.map(\.operation)
    #expect(ofProgram == ["input", "loss", "gradient norm", "update"])
  }
}
