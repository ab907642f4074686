@testable import NeuralNet
import Testing

/// Every operation against PyTorch in float64: results within 1e-5, gradients within 1e-4 of the greatest magnitude.
@Suite struct OperationGoldenTests {
  static let golden: Result<Golden, any Error> = Result { try Golden("operations") }

  @Test(arguments: OperationCase.all) func training(_ operation: OperationCase) throws {
    guard operation.normalization != .inference else { return }
    let (golden, input, graph, parameters) = try load(operation)
    let compiled = try CompiledGraph(
      graph, parameters, mode: .training, options: CompileOptions(batchSize: input.shape[0]), wantsInputGradient: true)
    expectClose(try compiled.forward(input), try golden["\(operation.name)/forward"], within: 1e-5, "result")
    let inputGradient = try #require(try compiled.backward(try golden["\(operation.name)/upstream"]))
    expectClose(inputGradient, try golden["\(operation.name)/input gradient"], within: 1e-4, "input gradient")
    let expected = golden.tensors(under: "\(operation.name)/gradients/")
    let gradients = try compiled.gradients().tensors
    #expect(gradients.keys.sorted() == expected.keys.sorted())
    for (name, reference) in expected {
      #expect(gradients[name]?.shape == reference.shape)
      expectClose(try #require(gradients[name]), reference, within: 1e-4, "gradient of \(name)")
    }
    let current = try compiled.currentParameters().tensors
    for (name, reference) in golden.tensors(under: "\(operation.name)/updated/") {
      expectClose(try #require(current[name]), reference, within: 1e-5, "updated \(name)")
    }
    for (name, tensor) in parameters.tensors where !name.contains("running") { #expect(current[name] == tensor, "\(name) changed") }
  }

  @Test(arguments: OperationCase.all) func gradientProgram(_ operation: OperationCase) throws {
    guard operation.normalization != .training else { return }
    let (golden, input, graph, parameters) = try load(operation)
    let program = try GradientProgram(graph, parameters, CompileOptions(batchSize: input.shape[0]))
    expectClose(try program.forward(input), try golden["\(operation.name)/forward"], within: 1e-5, "result")
    let gradient = try program.backward(try golden["\(operation.name)/upstream"])
    expectClose(gradient, try golden["\(operation.name)/input gradient"], within: 1e-4, "input gradient")
    #expect(try program.backward(try golden["\(operation.name)/upstream"]) == gradient, "a second backward pass gives other bits")
  }

  /// Fusion and folding change nothing: an inference program against PyTorch, or where PyTorch trained, against the unfused graph.
  @Test(arguments: OperationCase.all) func inferenceProgram(_ operation: OperationCase) throws {
    let (golden, input, graph, parameters) = try load(operation)
    let options = CompileOptions(batchSize: input.shape[0])
    let program = try InferenceProgram(graph, parameters, options)
    var output = Tensor(shape: program.outputShape)
    try program.run(input, into: &output)
    let reference =
      operation.normalization == .training
      ? try CompiledGraph(graph, parameters, mode: .gradient, options: options).forward(input) : try golden["\(operation.name)/forward"]
    expectClose(output, reference, within: 1e-5, "result")
    var again = Tensor(shape: program.outputShape)
    try program.run(input, into: &again)
    #expect(again == output, "a second run gives other bits")
  }

  /// No golden case without its Swift side, and none twice.
  @Test func coverage() throws {
    let stored = Set(try Self.golden.get().tensors.keys.compactMap { $0.split(separator: "/").first.map(String.init) })
    #expect(stored == Set(OperationCase.all.map(\.name)))
    #expect(OperationCase.all.count == stored.count)
  }

  private func load(_ operation: OperationCase) throws -> (golden: Golden, input: Tensor, graph: Graph, parameters: Parameters) {
    let golden = try Self.golden.get()
    let input = try golden["\(operation.name)/input"]
    let graph = try operation.graph(input: input)
    let parameters = Parameters(tensors: golden.tensors(under: "\(operation.name)/parameters/"))
    #expect(Set(graph.parameters.map(\.name)) == Set(parameters.tensors.keys))
    for specification in graph.parameters { #expect(parameters.tensors[specification.name]?.shape == specification.shape) }
    return (golden, input, graph, parameters)
  }
}
