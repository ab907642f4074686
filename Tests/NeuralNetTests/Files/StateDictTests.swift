import NeuralNet
import Testing

/// The weights of a convolution, batch norm and a dense layer that PyTorch wrote: 1, 2, 3 … in each tensor.
@Suite struct StateDictTests {
  struct Network: Layer {
    var channels = 4
    var outputs = 5

    func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
      var x = try graph.append("conv1", Conv2D(channels: channels, kernel: 3, hasBias: false), input)
      x = try graph.append("bn1", BatchNorm(), x)
      x = try GlobalAveragePool()(x, in: &graph)
      return try graph.append("fc", Dense(units: outputs), x)
    }
  }

  static func weights() throws -> StateDict { try StateDict(contentsOf: Golden.path("python-state-dict")) }

  @Test func takesEveryParameterAndLeavesTheCounter() throws {
    let graph = try Graph(input: [3, 5, 5], Network())
    let parameters = try Self.weights().parameters(of: graph)
    #expect(parameters.tensors.keys.sorted() == graph.parameters.map(\.name).sorted())
    for (name, tensor) in parameters.tensors { #expect(tensor.scalars == (1...tensor.shape.count).map(Float.init), "\(name)") }
    #expect(try Self.weights().tensors["bn1.num_batches_tracked"] == nil)
  }

  @Test func namesAllThatDoesNotFit() throws {
    var tensors = try Self.weights().tensors
    tensors["layer1.conv1.weight"] = tensors.removeValue(forKey: "conv1.weight")
    tensors["bn1.bias"] = nil
    tensors["fc.bias"] = Tensor(shape: [6])
    let graph = try Graph(input: [3, 5, 5], Network())
    let error = #expect(throws: NeuralNetError.self) { try StateDict(tensors, path: "w.safetensors").parameters(of: graph) }
    #expect(
      error
        == .unfittingWeights(
          path: "w.safetensors", missing: ["conv1.weight", "bn1.bias"], unexpected: ["layer1.conv1.weight"],
          misshapen: ["fc.bias (6, the network's is 5)"]))
    #expect(
      error.map { "\($0)" } == """
        w.safetensors: the weights are of another network: missing: conv1.weight, bn1.bias; unexpected: layer1.conv1.weight; \
        of another shape: fc.bias (6, the network's is 5)
        """)
    let other = NeuralNetError.unfittingWeights(path: "w", missing: (1...10).map { "p\($0)" }, unexpected: [], misshapen: [])
    #expect("\(other)".hasSuffix("missing: p1, p2, p3, p4, p5, p6, p7, p8 and 2 more"))
  }

  @Test func leavesOutWhatIsExcluded() throws {
    let graph = try Graph(input: [3, 5, 5], Network(outputs: 1))
    let parameters = try Self.weights().parameters(of: graph) { $0.hasPrefix("fc.") }
    #expect(parameters.tensors.count == graph.parameters.count - 2 && parameters.tensors["fc.weight"] == nil)
  }

  /// A folded first layer sees in a grey picture what the unfolded one sees in three equal channels.
  @Test func foldsColour() throws {
    var weights = try Self.weights()
    #expect(weights.foldColour(for: try Graph(input: [3, 5, 5], Network())) == nil)
    let colour = try Graph(input: [3, 5, 5], Network())
    let colourParameters = try weights.parameters(of: colour)
    let grey = try Graph(input: [1, 5, 5], Network())
    #expect(weights.foldColour(for: grey) == "conv1.weight")
    #expect(weights.foldColour(for: grey) == nil, "folded twice")
    let picture = (0..<25).map { Float($0 % 7) / 7 }
    func logits(_ graph: Graph, _ parameters: Parameters, channels: Int) throws -> Tensor {
      let input = Tensor(shape: [1, channels, 5, 5], scalars: (0..<channels).flatMap { _ in picture })
      return try GradientProgram(graph, parameters).forward(input)
    }
    expectClose(
      try logits(grey, weights.parameters(of: grey), channels: 1), try logits(colour, colourParameters, channels: 3), within: 1e-6, "logits"
    )
    let second: Float = 28 + 37 + 46
    #expect(weights.tensors["conv1.weight"]?.scalars[9] == second, "the first weight of the second output")
  }
}
