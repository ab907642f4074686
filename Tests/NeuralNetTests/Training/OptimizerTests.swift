import CKernels
import NeuralNet
import Testing

/// Several steps of each optimizer against PyTorch in float64, at rates that change.
@Suite struct OptimizerTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let optimizer: any Optimizer
    var testDescription: String { name }
  }

  static let examples: [Example] = [
    Example(name: "sgd", optimizer: SGD()),
    Example(name: "sgd, momentum", optimizer: SGD(momentum: 0.9)),
    Example(name: "sgd, nesterov", optimizer: SGD(momentum: 0.9, isNesterov: true)),
    Example(name: "adam", optimizer: Adam()),
    Example(name: "adam, epsilon", optimizer: Adam(epsilon: 1e-3)),
    Example(name: "adam, betas", optimizer: Adam(beta1: 0.8, beta2: 0.95)),
    Example(name: "adamW", optimizer: AdamW()),
    Example(name: "adamW, decay", optimizer: AdamW(weightDecay: 0.2)),
  ]

  @Test(arguments: examples) func golden(_ example: Example) throws {
    let golden = try Golden("optimizers")
    let gradients = try golden["gradients"]
    let history = try golden["\(example.name)/history"]
    let count = gradients.shape[1]
    let path = run(example.optimizer, from: try golden["start"].scalars, gradients, rates: try golden["rates"].scalars)
    for step in 0..<gradients.shape[0] {
      expectClose(
        path[step], Array(history.scalars[step * count..<(step + 1) * count]), within: 1e-6, "parameters after step \(step + 1)")
    }
  }

  @Test func coverage() throws {
    let stored = Set(try Golden("optimizers").tensors.keys.filter { $0.hasSuffix("/history") }.map { String($0.dropLast(8)) })
    #expect(stored == Set(Self.examples.map(\.name)))
  }

  /// The rules are elementwise: cut into runs anywhere, they give the same bits.
  @Test(arguments: examples) func runsDoNotMatter(_ example: Example) throws {
    let golden = try Golden("optimizers")
    let (start, gradients, rates) = (try golden["start"].scalars, try golden["gradients"], try golden["rates"].scalars)
    let whole = run(example.optimizer, from: start, gradients, rates: rates)
    for cut in [1, 16, 33, 76] {
      #expect(run(example.optimizer, from: start, gradients, rates: rates, cut: cut) == whole, "cut at \(cut)")
    }
  }

  @Test func byHand() {
    // Velocity 1, then 0.5 · 1 + 1; plain steps by 0.1 of it, Nesterov's by 0.1 · (1 + 0.5 · velocity).
    let ones = Tensor(shape: [2, 1], repeating: 1)
    expectClose(run(SGD(), from: [1], ones, rates: [0.1, 0.1])[1], [0.8], within: 1e-6, "sgd")
    expectClose(run(SGD(momentum: 0.5), from: [1], ones, rates: [0.1, 0.1])[1], [0.75], within: 1e-6, "momentum")
    expectClose(run(SGD(momentum: 0.5, isNesterov: true), from: [1], ones, rates: [0.1, 0.1])[1], [0.675], within: 1e-6, "Nesterov")
    // The first step of Adam is the rate against the gradient's sign, whatever its size; epsilon joins the corrected root.
    let gradients = Tensor(shape: [1, 2], scalars: [0.25, -8])
    expectClose(run(Adam(), from: [1, 1], gradients, rates: [0.1])[0], [0.9, 1.1], within: 1e-6, "Adam")
    expectClose(run(Adam(epsilon: 0.25), from: [1, 1], gradients, rates: [0.1])[0], [0.95, 1 + 0.1 * 8 / 8.25], within: 1e-6, "epsilon")
    // Decoupled: 1 - 0.1 · 0.5 of the parameter first.
    expectClose(run(AdamW(weightDecay: 0.5), from: [2, 2], gradients, rates: [0.1])[0], [1.8, 2], within: 1e-6, "AdamW")
  }

  /// The parameters after each step. `cut` splits each update into two runs.
  private func run(_ optimizer: any Optimizer, from start: [Float], _ gradients: Tensor, rates: [Float], cut: Int? = nil) -> [[Float]] {
    let count = start.count
    var parameters = start
    var state = [Float](repeating: 0, count: max(1, optimizer.stateCount * count))
    var gradients = gradients.scalars
    return rates.indices.map { step in
      parameters.withUnsafeMutableBufferPointer { parameters in
        gradients.withUnsafeMutableBufferPointer { gradients in
          state.withUnsafeMutableBufferPointer { state in
            for range in [0..<(cut ?? count), (cut ?? count)..<count] {
              optimizer.update(
                range, of: parameters, gradients: UnsafeBufferPointer(rebasing: gradients[step * count..<(step + 1) * count]),
                state: (0..<optimizer.stateCount).map { UnsafeMutableBufferPointer(rebasing: state[$0 * count..<($0 + 1) * count]) },
                step: step + 1, learningRate: rates[step])
            }
          }
        }
      }
      return parameters
    }
  }
}
