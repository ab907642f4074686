@testable import NeuralNet
import Testing

@Suite struct HandComputedTests {
  @Test(arguments: HandComputedCase.all) func training(_ example: HandComputedCase) throws {
    let graph = try Graph(input: example.input.shape, example.build)
    let compiled = try CompiledGraph(
      graph, Parameters(tensors: example.parameters), mode: .training, options: CompileOptions(), wantsInputGradient: true)
    let output = try compiled.forward(Tensor(shape: compiled.inputShape, scalars: example.input.scalars))
    expectClose(output.scalars, example.output, within: 1e-6, "result")
    let inputGradient = try compiled.backward(Tensor(shape: compiled.outputShape, scalars: example.upstream))
    expectClose(try #require(inputGradient).scalars, example.inputGradient, within: 1e-6, "input gradient")
    let gradients = try compiled.gradients().tensors
    #expect(gradients.keys.sorted() == example.gradients.keys.sorted())
    for (name, reference) in example.gradients {
      expectClose(try #require(gradients[name]).scalars, reference, within: 1e-6, "gradient of \(name)")
    }
    let current = try compiled.currentParameters().tensors
    for (name, reference) in example.updated { expectClose(try #require(current[name]).scalars, reference, within: 1e-6, name) }
  }

  /// Batch norm by its running statistics where a program does not train.
  @Test func batchNormInInference() throws {
    let graph = try Graph(input: [1, 1, 4], BatchNorm(epsilon: 0))
    let parameters = Parameters(
      tensors: ["weight": 3, "bias": 1, "running_mean": 1, "running_var": 4].mapValues { Tensor(shape: [1], scalars: [$0]) })
    let input = Tensor(shape: [1, 1, 1, 4], scalars: [1, 3, 5, -1])
    let program = try GradientProgram(graph, parameters)
    #expect(try program.forward(input).scalars == [1, 4, 7, -2])
    let gradient = try program.backward(Tensor(shape: [1, 1, 1, 4], scalars: [1, 1, 2, 0]))
    #expect(gradient.scalars == [1.5, 1.5, 3, 0])
    let inference = try InferenceProgram(graph, parameters)
    var output = Tensor(shape: inference.outputShape)
    try inference.run(input, into: &output)
    #expect(output.scalars == [1, 4, 7, -2])
  }
}
