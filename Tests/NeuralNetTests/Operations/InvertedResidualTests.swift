@testable import NeuralNet
import Testing

/// Programs whose blocks are done by one kernel, against the same graph step by step: what is tapped cannot be fused.
@Suite(.enabled(if: Winograd.lanes > 0)) struct InvertedResidualTests {
  /// A stem, a block without expansion, one with stride and one with a residual, each as EfficientNet-Lite has it.
  private static func graph(input: Shape = [3, 32, 32], activation: Activation = .relu6) throws -> Graph {
    try Graph(input: input) { (graph, x) throws(ShapeError) in
      var x = try graph.append("stem", Conv2D(channels: 32, kernel: 3, stride: 2, padding: .same), x)
      x = graph.activation(x, .relu6)
      for (index, (expansion, channels, stride)) in [(1, 16, 1), (3, 24, 2), (4, 24, 1)].enumerated() {
        let source = x
        if expansion > 1 {
          x = try graph.append("expand\(index)", Conv2D(channels: expansion * x.shape[0], kernel: 1), x)
          x = graph.activation(x, activation)
        }
        x = try graph.append("filter\(index)", DepthwiseConv2D(kernel: 3, stride: stride, padding: .same), x)
        x = graph.activation(x, .relu6)
        x = try graph.append("project\(index)", Conv2D(channels: channels, kernel: 1), x)
        if source.shape == x.shape { x = try graph.add([x, source]) }
      }
      return x
    }
  }

  private func run(_ graph: Graph, _ parameters: Parameters, taps: Set<String> = []) throws -> (Tensor, implementations: [String]) {
    var generator = SplitMix64(seed: 9)
    let program = try InferenceProgram(graph, parameters, CompileOptions(batchSize: 2, taps: taps))
    let input = Tensor(shape: program.inputShape, scalars: (0..<program.inputShape.count).map { _ in generator.nextUnitFloat() })
    var output = Tensor(shape: program.outputShape)
    try program.run(input, into: &output)
    return (output, program.implementations.map(\.implementation))
  }

  private func parameters(_ graph: Graph) -> Parameters {
    var generator = SplitMix64(seed: 8)
    return .initialized(for: graph, using: &generator)
  }

  @Test func blocksAreOneStep() throws {
    let graph = try Self.graph()
    let fused = try run(graph, parameters(graph))
    #expect(fused.implementations.count { $0.hasPrefix("pulmo:fused") } == 3)
    #expect(!fused.implementations.contains { $0.hasPrefix("brg") || $0.hasPrefix("jit") && $0 != "jit:uni" })
    let whole = Set(graph.nodes.map(\.name).filter { $0.hasPrefix("stem") || $0.hasPrefix("filter") })
    let plain = try run(graph, parameters(graph), taps: whole)
    #expect(!plain.implementations.contains { $0.hasPrefix("pulmo:fused") })
    expectClose(fused.0, plain.0, within: 1e-5, "result")
  }

  /// Another activation than a clamp, and pictures with more channels than a stem is made for, go step by step.
  @Test func othersAreNot() throws {
    let smooth = try Self.graph(activation: .silu)
    #expect(try run(smooth, parameters(smooth)).implementations.count { $0.hasPrefix("pulmo:fused") } == 1)
    let deep = try Self.graph(input: [12, 32, 32])
    #expect(try run(deep, parameters(deep)).implementations.count { $0.hasPrefix("pulmo:fused") } == 2)
  }

  /// Graphs that look like a block and are none: a sum of flattened pictures of other shapes, a source of planes that is added, zeros that
  /// reach further than the rows they stand beside.
  @Test(arguments: ["flattened sum", "sum with planes", "wide zeros"]) func alike(name: String) throws {
    let graph = try alikeGraph(name)
    let parameters = parameters(graph)
    let program = try InferenceProgram(graph, parameters)
    var generator = SplitMix64(seed: 7)
    let input = Tensor(shape: program.inputShape, scalars: (0..<program.inputShape.count).map { _ in generator.nextUnitFloat() })
    var output = Tensor(shape: program.outputShape)
    try program.run(input, into: &output)
    let unfused = try CompiledGraph(graph, parameters, mode: .gradient, options: CompileOptions())
    expectClose(output, try unfused.forward(input), within: 1e-5, name)
  }

  private func alikeGraph(_ name: String) throws -> Graph {
    let input: Shape = ["flattened sum": [16, 8, 8], "sum with planes": [8, 12, 12]][name] ?? [1, 20, 4]
    return try Graph(input: input) { (graph, x) throws(ShapeError) in
      let first =
        switch name {
        case "flattened sum": Conv2D(channels: 32, kernel: 1)
        case "sum with planes": Conv2D(channels: 16, kernel: 2, padding: .same)
        default: Conv2D(channels: 16, kernel: 2, stride: 12, padding: 3)
        }
      var y = graph.activation(try graph.append("first", first, x), .relu6)
      let stride = name == "flattened sum" ? 2 : 1
      y = try graph.append("filter", DepthwiseConv2D(kernel: 3, stride: stride, padding: name == "wide zeros" ? 3 : .same), y)
      y = try graph.append("project", Conv2D(channels: name == "flattened sum" ? 64 : 8, kernel: 1), graph.activation(y, .relu6))
      switch name {
      case "flattened sum":
        return try graph.add([try graph.append("one", Flatten(), y), try graph.append("two", Flatten(), x)])
      case "sum with planes": return try graph.add([y, x])
      default: return y
      }
    }
  }

  /// Weights are laid out anew when they are loaded anew.
  @Test func loading() throws {
    let graph = try Self.graph()
    var other = SplitMix64(seed: 30)
    let program = try InferenceProgram(graph, .initialized(for: graph, using: &other), CompileOptions(batchSize: 2))
    try program.load(parameters(graph))
    var generator = SplitMix64(seed: 9)
    let input = Tensor(shape: program.inputShape, scalars: (0..<program.inputShape.count).map { _ in generator.nextUnitFloat() })
    var output = Tensor(shape: program.outputShape)
    try program.run(input, into: &output)
    #expect(output.scalars == (try run(graph, parameters(graph)).0.scalars))
  }
}
