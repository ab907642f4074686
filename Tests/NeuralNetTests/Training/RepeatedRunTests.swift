import NeuralNet
import Testing

/// What a program keeps between its runs, on a network deep enough for its buffers to share memory.
@Suite struct RepeatedRunTests {
  private struct Convolutions: Layer {
    func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
      var x = input
      for name in ["first", "second", "third"] {
        x = try graph.scoped(name) { (graph) throws(ShapeError) in
          graph.activation(try Conv2D(channels: 16, kernel: 3, padding: 1)(x, in: &graph), .relu)
        }
      }
      let pooled = try GlobalAveragePool()(x, in: &graph)
      return try graph.scoped("head") { (graph) throws(ShapeError) in try Dense(units: 3)(pooled, in: &graph) }
    }
  }

  private func start() throws -> (Graph, Parameters, Tensor) {
    let graph = try Graph(input: [1, 32, 32], Convolutions())
    var generator = SplitMix64(seed: 4)
    let parameters = Parameters.initialized(for: graph, using: &generator)
    return (graph, parameters, Tensor(shape: [1, 1, 32, 32], scalars: (0..<1024).map { _ in generator.nextUnitFloat() }))
  }

  /// One forward pass, then one backward pass for each class, as an explanation does.
  @Test func backwardMayRunAgain() throws {
    let (graph, parameters, input) = try start()
    let program = try GradientProgram(graph, parameters)
    let classes = (0..<3).map { label in Tensor(shape: [1, 3], scalars: (0..<3).map { $0 == label ? 1 : 0 }) }
    let single = try classes.map { gradient in
      _ = try program.forward(input)
      return try program.backward(gradient)
    }
    _ = try program.forward(input)
    for (label, gradient) in classes.enumerated() { #expect(try program.backward(gradient) == single[label], "class \(label)") }
    #expect(Set(single).count == 3)
  }

  /// Parameters with one missing leave all that were there.
  @Test func refusedParametersChangeNothing() throws {
    let (graph, parameters, input) = try start()
    let program = try InferenceProgram(graph, parameters)
    var before = Tensor(shape: program.outputShape), after = before
    try program.run(input, into: &before)
    var other = parameters
    for (name, tensor) in other.tensors { other.tensors[name] = Tensor(shape: tensor.shape, scalars: tensor.scalars.map { 2 * $0 }) }
    other.tensors["head.weight"] = nil
    #expect(throws: NeuralNetError.missingParameter(name: "head.weight")) { try program.load(other) }
    try program.run(input, into: &after)
    #expect(after == before)
  }
}
