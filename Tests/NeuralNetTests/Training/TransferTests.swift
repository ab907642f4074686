import NeuralNet
import Testing

/// What transfer learning asks of a program: layers that learn later, at rates of their own, and batch normalisation that keeps its statistics.
@Suite struct TransferTests {
  private func start() throws -> Parameters {
    var generator = SplitMix64(seed: 2)
    var parameters = Parameters.initialized(for: try TrainingOptionTests.graph(), using: &generator)
    for (name, tensor) in parameters.tensors where name.contains("running") {
      parameters.tensors[name]?.scalars = tensor.scalars.indices.map { name.hasSuffix("mean") ? Float($0) / 8 : 0.1 + Float($0) / 4 }
    }
    return parameters
  }

  private func program(_ optimizer: any Optimizer, _ options: TrainingOptions = TrainingOptions()) throws -> TrainingProgram {
    try TrainingProgram(
      try TrainingOptionTests.graph(), try start(), loss: Loss(.softmaxCrossEntropy), optimizer: optimizer, training: options,
      CompileOptions(batchSize: 4))
  }

  private func input(_ number: Int) -> Tensor {
    var stream = SplitMix64(keys: 8, UInt64(number))
    return Tensor(shape: [4, 3, 8, 8], scalars: (0..<768).map { _ in stream.nextUnitFloat() })
  }

  private func step(_ program: TrainingProgram, _ number: Int, rate: Float = 0.01) throws {
    let targets = Tensor(shape: [4, 2], scalars: [1, 0, 0, 1, 1, 0, 0, 1])
    _ = try program.step(input(number), targets: targets, learningRate: rate, seed: UInt64(number))
  }

  @Test(arguments: [["head"], ["body", "head"], ["stem.bn"]]) func onlyTheNamedLayersLearn(_ layers: [String]) throws {
    let program = try program(Adam(), TrainingOptions(frozenLayers: ["body.bn"], learnedLayers: layers))
    let before = try program.parameters().tensors
    for number in 0..<3 { try step(program, number) }
    for (name, tensor) in try program.parameters().tensors {
      let isLearned = layers.contains { name.hasPrefix($0 + ".") } && !name.hasPrefix("body.bn.")
      #expect((tensor != before[name]) == isLearned, "\(name) where \(layers) learn")
    }
  }

  /// One step of SGD moves each parameter by its factor times the rate times its gradient; the longest name counts.
  @Test func factorsOnTheRate() throws {
    let factors: [String: Float] = ["stem": 0.1, "stem.bn": 3, "head": 0.5, "hea": 100]
    let program = try program(SGD(), TrainingOptions(rateFactors: factors))
    let before = try program.parameters().tensors
    try step(program, 0, rate: 0.2)
    let gradients = try program.gradients().tensors
    for (name, tensor) in try program.parameters().tensors where !name.contains("running") {
      let factor: Float = name.hasPrefix("stem.bn.") ? 3 : name.hasPrefix("stem.") ? 0.1 : name.hasPrefix("head.") ? 0.5 : 1
      let expected = zip(try #require(before[name]).scalars, try #require(gradients[name]).scalars).map { $0 - 0.2 * factor * $1 }
      expectClose(tensor.scalars, expected, within: 1e-6, name)
    }
  }

  /// A layer that begins to learn takes Adam's first step, ±rate, beside layers that have taken many.
  @Test func aLayerThatIsUnfrozenStartsItsOptimizerAnew() throws {
    let head = try program(Adam(), TrainingOptions(learnedLayers: ["head"]))
    for number in 0..<3 { try step(head, number) }
    let state = try head.state()
    #expect(state.step == 3)
    #expect(state.missedUpdates["stem.conv.weight"] == 3 && state.missedUpdates["head.weight"] == nil)
    for moment in state.optimizer {
      #expect(moment.tensors["body.conv.weight"]?.scalars.allSatisfy { $0 == 0 } == true)
      #expect(moment.tensors["head.weight"]?.scalars.allSatisfy { $0 != 0 } == true)
    }

    let whole = try program(Adam())
    try whole.restore(state)
    try step(whole, 3)
    let (after, gradients) = (try whole.parameters().tensors, try whole.gradients().tensors)
    for name in ["stem.conv.weight", "body.bn.weight"] {
      let (old, new) = (try #require(state.parameters.tensors[name]).scalars, try #require(after[name]).scalars)
      for (index, gradient) in try #require(gradients[name]).scalars.enumerated() where abs(gradient) > 1e-4 {
        expectClose([new[index] - old[index]], [gradient > 0 ? -0.01 : 0.01], within: 1e-3, "\(name)[\(index)]")
      }
    }
    // The head has taken three steps: with steps 1, 2, 3 … its fourth is no first one.
    let (old, new) = (try #require(state.parameters.tensors["head.weight"]).scalars, try #require(after["head.weight"]).scalars)
    #expect(zip(old, new).contains { abs(abs($1 - $0) - 0.01) > 1e-4 })
  }

  /// Through two unfreezings, interrupted after every step: the same bits as in one go.
  @Test func unfreezingResumesWithTheSameBits() throws {
    let stages = [["head"], ["head"], ["head", "body"], ["head", "body"], nil, nil, nil]
    func options(_ stage: [String]?) -> TrainingOptions {
      TrainingOptions(averageDecay: 0.9, learnedLayers: stage, rateFactors: ["body": 0.3])
    }
    func run(interrupted: Bool) throws -> TrainingState {
      var program = try program(AdamW(), options(stages[0]))
      for (number, stage) in stages.enumerated() {
        if interrupted || (number > 0 && stage != stages[number - 1]) {
          let state = try program.state()
          program = try self.program(AdamW(), options(stage))
          try program.restore(state)
        }
        try step(program, number)
      }
      return try program.state()
    }
    let (whole, interrupted) = (try run(interrupted: false), try run(interrupted: true))
    #expect(whole == interrupted)
    #expect(whole.step == 7 && whole.missedUpdates["body.conv.weight"] == 2 && whole.missedUpdates["stem.bn.bias"] == 4)
    #expect(whole.missedUpdates["head.bias"] == nil && whole.missedUpdates["stem.bn.running_mean"] == nil)
  }

  /// With its statistics frozen a network computes in training what it computes in inference, and still learns scales and shifts.
  @Test func frozenStatistics() throws {
    let program = try program(Adam(), TrainingOptions(freezesStatistics: true))
    let before = try program.parameters().tensors
    try step(program, 0)
    let inference = try InferenceProgram(try TrainingOptionTests.graph(), try start(), CompileOptions(batchSize: 4))
    var expected = Tensor(shape: [4, 2])
    try inference.run(input(0), into: &expected)
    expectClose(program.logits.scalars, expected.scalars, within: 1e-5, "logits")
    for number in 1..<3 { try step(program, number) }
    for (name, tensor) in try program.parameters().tensors {
      #expect((tensor == before[name]) == name.contains("running"), "\(name)")
    }
  }
}
