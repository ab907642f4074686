import NeuralNet
import Testing

/// Clipping, averaging and freezing, on a network small enough to check by the numbers.
@Suite struct TrainingOptionTests {
  static func graph() throws -> Graph { try Graph(input: [3, 8, 8], SmallNetwork()) }

  private struct SmallNetwork: Layer {
    func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
      var x = input
      for name in ["stem", "body"] {
        x = try graph.scoped(name) { (graph) throws(ShapeError) in
          let y = try graph.scoped("conv") { (graph) throws(ShapeError) in
            try Conv2D(channels: 6, kernel: 3, padding: 1, l2: 1e-3)(x, in: &graph)
          }
          return try graph.scoped("bn") { (graph) throws(ShapeError) in graph.activation(try BatchNorm()(y, in: &graph), .relu) }
        }
      }
      let pooled = try GlobalAveragePool()(x, in: &graph)
      return try graph.scoped("head") { (graph) throws(ShapeError) in try Dense(units: 2)(pooled, in: &graph) }
    }
  }

  private func start(_ graph: Graph) -> Parameters {
    var generator = SplitMix64(seed: 2)
    return Parameters.initialized(for: graph, using: &generator)
  }

  private func program(_ optimizer: any Optimizer = SGD(), _ options: TrainingOptions = TrainingOptions()) throws -> TrainingProgram {
    let graph = try Self.graph()
    return try TrainingProgram(
      graph, start(graph), loss: Loss(.softmaxCrossEntropy), optimizer: optimizer, training: options, CompileOptions(batchSize: 4))
  }

  @discardableResult
  private func step(_ program: TrainingProgram, _ number: Int = 0, rate: Float = 0.1) throws -> StepResult {
    var stream = SplitMix64(keys: 8, UInt64(number))
    let input = Tensor(shape: program.inputShape, scalars: (0..<program.inputShape.count).map { _ in stream.nextUnitFloat() })
    let targets = Tensor(shape: [4, 2], scalars: [1, 0, 0, 1, 1, 0, 0, 1])
    return try program.step(input, targets: targets, learningRate: rate, seed: UInt64(number))
  }

  private func norm(_ parameters: Parameters) -> Double {
    parameters.tensors.values.reduce(0.0) { $0 + $1.scalars.reduce(0.0) { $0 + Double($1) * Double($1) } }.squareRoot()
  }

  @Test func clippingScalesEveryGradientToTheGlobalNorm() throws {
    let free = try program()
    let whole = try step(free)
    let gradients = try free.gradients()
    expectClose([whole.gradientNorm], [Float(norm(gradients))], within: 1e-5, "global norm")

    let limit = whole.gradientNorm / 4
    let clipped = try program(SGD(), TrainingOptions(maximumGradientNorm: limit))
    #expect(try step(clipped).gradientNorm == whole.gradientNorm, "the norm before clipping is reported")
    let scaled = try clipped.gradients()
    expectClose([Float(norm(scaled))], [limit], within: 1e-5, "norm after clipping")
    for (name, tensor) in gradients.tensors {
      expectClose(try #require(scaled.tensors[name]).scalars, tensor.scalars.map { $0 / 4 }, within: 1e-5, name)
    }

    let loose = try program(SGD(), TrainingOptions(maximumGradientNorm: whole.gradientNorm * 2))
    try step(loose)
    #expect(try loose.gradients() == gradients, "gradients under the limit are left alone")
  }

  @Test func averageFollowsTheParameters() throws {
    let program = try program(SGD(momentum: 0.9), TrainingOptions(averageDecay: 0.8))
    var average = start(try Self.graph()).tensors.mapValues { $0.scalars.map(Double.init) }
    #expect(try program.averagedParameters() == start(try Self.graph()), "the average begins at the first parameters")
    for number in 0..<5 {
      try step(program, number)
      for (name, tensor) in try program.parameters().tensors {
        average[name] = zip(try #require(average[name]), tensor.scalars).map { 0.8 * $0 + 0.2 * Double($1) }
      }
    }
    let averaged = try program.averagedParameters()
    for (name, values) in average { expectClose(try #require(averaged.tensors[name]).scalars, values.map(Float.init), within: 1e-5, name) }
    #expect(try program.parameters() != averaged)
    let without = try self.program()
    try step(without)
    #expect(try without.averagedParameters() == without.parameters())
  }

  /// What is frozen keeps its bits, running statistics too; the rest gets the gradients it would have had.
  @Test(arguments: [["stem"], ["stem", "body"], ["head"], ["body.conv"], ["body.bn"], []])
  func freezing(_ layers: [String]) throws {
    let frozen = try program(Adam(), TrainingOptions(frozenLayers: layers))
    let before = try frozen.parameters().tensors
    for number in 0..<3 { try step(frozen, number) }
    let after = try frozen.parameters().tensors
    for (name, tensor) in before {
      let isFrozen = layers.contains { name.hasPrefix($0 + ".") }
      // A bias before batch normalisation has no gradient but rounding; everything else must move.
      if name.hasSuffix("conv.bias") && !isFrozen { continue }
      #expect((after[name] == tensor) == isFrozen, "\(name) with \(layers) frozen")
    }
  }

  /// The name of a layer is no prefix of another's.
  @Test func freezingMatchesWholeNames() throws {
    let program = try program(SGD(), TrainingOptions(frozenLayers: ["ste", "hea"]))
    let before = try program.parameters().tensors
    try step(program)
    let after = try program.parameters().tensors
    #expect(after["stem.conv.weight"] != before["stem.conv.weight"] && after["head.weight"] != before["head.weight"])
  }

  /// The gradients of what still learns do not depend on whether layers before it are frozen (batch norm aside).
  @Test func frozenLayersPassTheGradientsBehindThemOn() throws {
    let (free, frozen) = (try program(), try program(SGD(), TrainingOptions(frozenLayers: ["stem.conv", "body.conv"])))
    try step(free)
    try step(frozen)
    let (a, b) = (try free.gradients().tensors, try frozen.gradients().tensors)
    for name in ["stem.bn.weight", "stem.bn.bias", "body.bn.weight", "head.weight", "head.bias"] {
      expectClose(try #require(b[name]), try #require(a[name]), within: 1e-5, name)
    }
  }

  /// A NaN that reaches the loss, and one that a ReLU hides from it: either way the step changes nothing it trains.
  @Test(arguments: ["head.bias", "stem.conv.weight"]) func aStepThatIsNotFiniteLeavesTheParameters(_ broken: String) throws {
    let graph = try Self.graph()
    var parameters = start(graph)
    parameters.tensors[broken]?.scalars[0] = .nan
    let program = try TrainingProgram(
      graph, parameters, loss: Loss(.softmaxCrossEntropy), optimizer: Adam(), CompileOptions(batchSize: 4))
    let before = try program.parameters().tensors
    let result = try step(program)
    #expect(!result.loss.isFinite || !result.gradientNorm.isFinite)
    for (name, tensor) in try program.parameters().tensors where !name.contains("running") {
      #expect(tensor.scalars.map(\.bitPattern) == before[name]?.scalars.map(\.bitPattern), "\(name)")
    }
  }

  private struct ManySums: Layer {
    func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
      var x = try graph.scoped("stem") { (graph) throws(ShapeError) in try Dense(units: 4)(input, in: &graph) }
      for _ in 0..<60 { x = try graph.add([x, graph.activation(x, .relu)]) }
      return try graph.scoped("head") { (graph) throws(ShapeError) in try Dense(units: 2)(x, in: &graph) }
    }
  }

  /// A frozen network of 60 sums has 2^60 ways from its head to its stem: whether one is learned is asked of each node once.
  @Test(.timeLimit(.minutes(1))) func aFrozenResidualNetworkCompilesAtOnce() throws {
    let graph = try Graph(input: [3], ManySums())
    let options = TrainingOptions(frozenLayers: ["stem"])
    let program = try TrainingProgram(
      graph, start(graph), loss: Loss(.softmaxCrossEntropy), optimizer: SGD(), training: options, CompileOptions(batchSize: 4))
    let before = try program.parameters()
    try step(program)
    let after = try program.parameters()
    #expect(before.tensors["stem.weight"] == after.tensors["stem.weight"])
    #expect(before.tensors["head.bias"] != after.tensors["head.bias"])
  }
}
