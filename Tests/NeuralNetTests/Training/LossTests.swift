@testable import NeuralNet
import Testing

@Suite struct LossTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let loss: Loss
    var l2: Float = 0
    var testDescription: String { name }
  }

  static let examples: [Example] = [
    Example(name: "sigmoid", loss: Loss(.sigmoidCrossEntropy)),
    Example(name: "sigmoid, class weights", loss: Loss(.sigmoidCrossEntropy, classWeights: [0.4, 1.7])),
    Example(name: "sigmoid, smoothing", loss: Loss(.sigmoidCrossEntropy, labelSmoothing: 0.1)),
    Example(name: "sigmoid, all", loss: Loss(.sigmoidCrossEntropy, classWeights: [2, 0.5], labelSmoothing: 0.2), l2: 0.03),
    Example(name: "softmax", loss: Loss(.softmaxCrossEntropy)),
    Example(name: "softmax, class weights", loss: Loss(.softmaxCrossEntropy, classWeights: [0.5, 1, 2.5])),
    Example(name: "softmax, smoothing", loss: Loss(.softmaxCrossEntropy, labelSmoothing: 0.1)),
    Example(name: "softmax, all", loss: Loss(.softmaxCrossEntropy, classWeights: [0.5, 1, 2.5], labelSmoothing: 0.2), l2: 0.03),
    Example(name: "softmax, large logits", loss: Loss(.softmaxCrossEntropy)),
    Example(name: "sigmoid, large logits", loss: Loss(.sigmoidCrossEntropy)),
  ]

  /// One step of plain gradient descent at rate 1: loss, penalty, gradients, and parameters less their gradients.
  @Test(arguments: examples) func golden(_ example: Example) throws {
    let golden = try Golden("losses")
    func reference(_ name: String) throws -> Tensor { try golden["\(example.name)/\(name)"] }
    let (input, weight) = (try reference("input"), try reference("weight"))
    let start = Parameters(tensors: ["weight": weight, "bias": try reference("bias")])
    let graph = try Graph(input: [input.shape[1]], Dense(units: weight.shape[0], l2: example.l2))
    let program = try TrainingProgram(
      graph, start, loss: example.loss, optimizer: SGD(), CompileOptions(batchSize: input.shape[0]))
    let result = try program.step(input, targets: try reference("targets"), learningRate: 1, seed: 0)

    expectClose(program.logits, try reference("logits"), within: 1e-5, "logits")
    expectClose([result.loss], try reference("loss").scalars, within: 1e-5, "loss")
    expectClose([result.penalty], try reference("penalty").scalars, within: 1e-5, "penalty")
    let (gradients, moved) = (try program.gradients().tensors, try program.parameters().tensors)
    var squares = 0.0
    for name in ["weight", "bias"] {
      let expected = try reference("\(name) gradient")
      expectClose(try #require(gradients[name]), expected, within: 1e-4, "gradient of \(name)")
      let difference = zip(try #require(start.tensors[name]).scalars, try #require(moved[name]).scalars).map { $0 - $1 }
      expectClose(difference, expected.scalars, within: 1e-4, "step of \(name)")
      squares += expected.scalars.reduce(0) { $0 + Double($1) * Double($1) }
    }
    expectClose([result.gradientNorm], [Float(squares.squareRoot())], within: 1e-4, "global norm")
  }

  @Test func coverage() throws {
    let stored = Set(try Golden("losses").tensors.keys.compactMap { $0.split(separator: "/").first.map(String.init) })
    #expect(stored == Set(Self.examples.map(\.name)))
  }

  @Test func byHand() {
    let ln2: Float = 0.693_147_2
    let ln3: Float = 1.098_612_3
    let sigmoid = Loss(.sigmoidCrossEntropy)
    expect(sigmoid, logits: [0], targets: [1], outputs: 1, loss: ln2, gradient: [-0.5])
    expect(sigmoid, logits: [ln3, ln3], targets: [1, 0], outputs: 1, loss: (ln3 + 2 * (2 * ln2 - ln3)) / 2, gradient: [-0.125, 0.375])
    // Twice the weight on the positive; the sum is divided by the batch, not by the weights.
    let weighted = Loss(.sigmoidCrossEntropy, classWeights: [1, 2])
    expect(weighted, logits: [0, 0], targets: [1, 0], outputs: 1, loss: 1.5 * ln2, gradient: [-0.5, 0.25])
    // Smoothing by 0.2 turns 1 into 0.9.
    let smoothed = Loss(.sigmoidCrossEntropy, labelSmoothing: 0.2)
    expect(smoothed, logits: [0], targets: [1], outputs: 1, loss: ln2, gradient: [-0.4])
    // exp(0) : exp(ln 3) = 1 : 3
    expect(Loss(.softmaxCrossEntropy), logits: [0, ln3], targets: [1, 0], outputs: 2, loss: 2 * ln2, gradient: [-0.75, 0.75])
    expect(sigmoid, logits: [500, -500], targets: [0, 1], outputs: 1, loss: 500, gradient: [0.5, -0.5])
    expect(Loss(.softmaxCrossEntropy), logits: [1000, 0], targets: [0, 1], outputs: 2, loss: 1000, gradient: [1, -1])
  }

  /// A sample of one of two classes, unknown which: their probabilities are summed, and the gradient leaves their ratio alone.
  @Test func unionByHand() {
    let (ln2, ln3, ln5): (Float, Float, Float) = (0.693_147_2, 1.098_612_3, 1.609_438)
    // p = 1/6, 2/6, 3/6
    let known = Loss(.softmaxCrossEntropy, unions: [[1, 2]])
    expect(
      known, logits: [0, ln2, ln3], targets: [0, 0, 0, 1], outputs: 3, loss: ln2 + ln3 - ln5,
      gradient: [1 / 6, 2 / 6 - 2 / 5, 3 / 6 - 3 / 5])
    expect(
      known, logits: [0, ln2, ln3], targets: [0, 1, 0, 0], outputs: 3, loss: ln3, gradient: [1 / 6, 2 / 6 - 1, 3 / 6])
    // Both classes count twice; half of the sample is normal, which counts once.
    let weighted = Loss(.softmaxCrossEntropy, classWeights: [1, 1, 3], unions: [[1, 2]])
    expect(
      weighted, logits: [0, ln2, ln3], targets: [0.5, 0, 0, 0.5], outputs: 3, loss: 1.5 * (0.5 * (ln2 + ln3) + 0.5 * (ln2 + ln3 - ln5)),
      gradient: [1.5 * (1 / 6 - 0.5), 1.5 * (2 / 6 - 0.5 * 2 / 5), 1.5 * (3 / 6 - 0.5 * 3 / 5)])
    // A union far below the other classes.
    expect(known, logits: [1000, 0, 0], targets: [0, 0, 0, 1], outputs: 3, loss: 1000 - ln2, gradient: [1, -0.5, -0.5])
    // Smoothing by 0.3 leaves 0.7 for the union and gives 0.1 to each class.
    let smoothed = Loss(.softmaxCrossEntropy, labelSmoothing: 0.3, unions: [[1, 2]])
    expect(
      smoothed, logits: [0, 0, 0], targets: [0, 0, 0, 1], outputs: 3, loss: 0.3 * ln3 + 0.7 * (ln3 - ln2),
      gradient: [1 / 3 - 0.1, 1 / 3 - 0.1 - 0.35, 1 / 3 - 0.1 - 0.35])
  }

  /// `0.1 · (1² + 2²)` and `2 · 0.1 · w`; the bias carries no penalty.
  @Test func penaltyByHand() throws {
    let graph = try Graph(input: [2], Dense(units: 1, l2: 0.1))
    let start = Parameters(tensors: ["weight": Tensor(shape: [1, 2], scalars: [1, -2]), "bias": Tensor(shape: [1], scalars: [3])])
    let program = try TrainingProgram(graph, start, loss: Loss(.sigmoidCrossEntropy), optimizer: SGD(), CompileOptions(batchSize: 1))
    let target = Tensor(shape: [1, 1], scalars: [0.5])
    let without = try Graph(input: [2], Dense(units: 1))
    let plain = try TrainingProgram(without, start, loss: Loss(.sigmoidCrossEntropy), optimizer: SGD(), CompileOptions(batchSize: 1))
    let input = Tensor(shape: [1, 2], scalars: [1, 1])
    let result = try program.step(input, targets: target, learningRate: 0.01, seed: 0)
    let reference = try plain.step(input, targets: target, learningRate: 0.01, seed: 0)
    expectClose([result.penalty], [0.5], within: 1e-6, "penalty")
    #expect(reference.penalty == 0)
    #expect(result.loss == reference.loss, "the loss does not hold the penalty")
    let (with, bare) = (try program.gradients().tensors, try plain.gradients().tensors)
    let added = zip(try #require(with["weight"]).scalars, try #require(bare["weight"]).scalars).map { $0 - $1 }
    expectClose(added, [0.2, -0.4], within: 1e-6, "gradient of the penalty")
    #expect(with["bias"] == bare["bias"])
  }

  private func expect(
    _ loss: Loss, logits: [Float], targets: [Float], outputs: Int, loss expected: Float, gradient: [Float],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var result = [Float](repeating: .nan, count: logits.count)
    let value = logits.withUnsafeBufferPointer { logits in
      targets.withUnsafeBufferPointer { targets in
        result.withUnsafeMutableBufferPointer { loss.compute(logits: logits, targets: targets, outputs: outputs, gradient: $0) }
      }
    }
    expectClose([Float(value)], [expected], within: 1e-6, "loss of \(logits)", sourceLocation: sourceLocation)
    expectClose(result, gradient, within: 1e-6, "gradient of \(logits)", sourceLocation: sourceLocation)
  }
}
