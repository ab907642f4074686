@testable import NeuralNet
import Testing

/// The gradients of every operation against differences of its results along random directions, within 1e-2.
@Suite struct FiniteDifferenceTests {
  // Not the networks: moving a weight takes scalars behind it over the kinks of ReLU and max pooling. Goldens hold those.
  static let operations = OperationCase.all.filter { operation in !OperationCase.networks.contains { $0.name == operation.name } }

  static let cases: [OperationCase] =
    operations.filter { $0.normalization != .inference } + [
      // Under one seed dropout is a linear function: its mask stays.
      OperationCase("dropout") { (graph, x) throws(ShapeError) in
        let y = try graph.append("conv", Conv2D(channels: 5, kernel: 3), x)
        return try Dropout(rate: 0.4)(y, in: &graph)
      }
    ]

  @Test(arguments: cases) func gradients(_ operation: OperationCase) throws {
    let golden = try OperationGoldenTests.golden.get()
    let name = operation.name == "dropout" ? "convolution" : operation.name
    let input = try golden["\(name)/input"]
    let parameters = Parameters(tensors: golden.tensors(under: "\(name)/parameters/"))
    let graph = try operation.graph(input: input)
    let compiled = try CompiledGraph(
      graph, parameters, mode: .training, options: CompileOptions(batchSize: input.shape[0]), wantsInputGradient: true)
    let upstream = try golden["\(name)/upstream"]

    /// `Σ upstream · result` at a point; training batch norm does not look at the running statistics it moves.
    func value(_ input: Tensor, _ parameters: Parameters) throws -> Double {
      try compiled.store.write(FoldedParameters(parameters), to: compiled.store.values)
      return dot(try compiled.forward(input, seed: 7).scalars, upstream.scalars)
    }
    _ = try value(input, parameters)
    let inputGradient = try #require(try compiled.backward(upstream, seed: 7))
    let gradients = try compiled.gradients().tensors

    // What is moved alone: the input, then each parameter; a wrong gradient cannot hide behind a large one.
    var generator = SplitMix64(keys: 11)
    for moved in ["input"] + gradients.keys.sorted() {
      let gradient = moved == "input" ? inputGradient : try #require(gradients[moved])
      for direction in 0..<3 {
        let along = gradient.scalars.map { _ in 2 * generator.nextUnitFloat() - 1 }
        func displaced(_ step: Float) throws -> Double {
          var (x, p) = (input, parameters)
          if moved == "input" {
            x.move(along, by: step)
          } else {
            p.tensors[moved]?.move(along, by: step)
          }
          return try value(x, p)
        }
        let step: Float = 0x1p-8  // max pooling's inputs differ by 0.01 at least: no window changes its greatest
        let difference = (try displaced(step) - displaced(-step)) / Double(2 * step)
        // Scaled by what the product of the gradient and a direction comes to as a rule; by chance it may be near zero.
        let scale = (dot(gradient.scalars, gradient.scalars) / 3).squareRoot()
        let error = abs(difference - dot(gradient.scalars, along))
        #expect(error <= 1e-2 * scale, "\(moved), direction \(direction): off by \(error), scale \(scale)")
      }
    }
  }

  private func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
}

extension Tensor {
  fileprivate mutating func move(_ direction: [Float], by step: Float) {
    scalars = zip(scalars, direction).map { $0 + step * $1 }
  }
}
