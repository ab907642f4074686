//! Describe a network, draw its weights and run it.

import NeuralNet

struct TinyNetwork: Layer {
  func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    var x = try Conv2D(channels: 8, kernel: 3)(input, in: &graph)
    x = try Activation.relu(x, in: &graph)
    x = try GlobalAveragePool()(x, in: &graph)
    return try Dense(units: 1)(x, in: &graph)
  }
}

let graph = try Graph(input: [1, 32, 32], TinyNetwork())
var generator = SplitMix64(seed: 1)
let parameters = Parameters.initialized(for: graph, using: &generator)

let program = try InferenceProgram(graph, parameters, CompileOptions(batchSize: 4))
var logits = Tensor(shape: program.outputShape)  // [4, 1]
try program.run(Tensor(shape: program.inputShape, repeating: 0.5), into: &logits)
print(logits.scalars)
