import NeuralNet
import Testing

/// The deep CNN end to end against PyTorch in float64, from the same weights and pictures: the losses of 10 steps of Adam and every
/// gradient of the first, within 1e-4. Weights and pictures are drawn from SplitMix64 here and in Scripts/goldens/neuralnet.py alike.
@Suite struct DeepCNNTests {
  @Test(arguments: [1, 3]) func training(channels: Int) throws {
    let golden = try Golden("training")
    let draw = UInt64(try golden["\(channels)/draw"].scalars[0])
    let graph = try Graph(input: [channels, 128, 128], DeepCNN())
    #expect(graph.parameterCount == (channels == 1 ? 3_312_385 : 3_312_961))
    let program = try TrainingProgram(
      graph, DeepCNN.parameters(channels: channels, draw: draw), loss: Loss(.sigmoidCrossEntropy), optimizer: Adam(epsilon: 1e-7),
      CompileOptions(batchSize: 4))
    let targets = Tensor(shape: [4, 1], scalars: [0, 1, 0, 1])
    var losses: [Float] = []
    for step in 0..<10 {
      let result = try program.step(
        DeepCNN.pictures(channels: channels, draw: draw, step: step), targets: targets, learningRate: 1e-4, seed: 0)
      losses.append(result.loss)
      guard step == 0 else { continue }
      expectClose(program.logits, try golden["\(channels)/logits"], within: 1e-4, "logits")
      let gradients = try program.gradients().tensors
      #expect(gradients.count == 12)
      for (name, gradient) in gradients {
        let sample = try golden["\(channels)/sample/\(name)"].scalars
        let digest = try golden["\(channels)/digest/\(name)"].scalars
        let count = gradient.scalars.count
        let stride = count <= 2048 ? 1 : count / 1024 | 1
        // Errors are measured by the greatest magnitude of the whole gradient, as for any other operation.
        let error = zip(Swift.stride(from: 0, to: count, by: stride).map { gradient.scalars[$0] }, sample).map { abs($0 - $1) }.max() ?? 0
        #expect(sample.count == (count + stride - 1) / stride)
        #expect(error <= 1e-4 * digest[1], "gradient of \(name): off by \(error), greatest \(digest[1])")
        let norm = gradient.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        expectClose([Float(norm)], [digest[0]], within: 1e-4, "norm of the gradient of \(name)")
        expectClose([gradient.scalars.reduce(0) { max($0, abs($1)) }], [digest[1]], within: 1e-4, "greatest of the gradient of \(name)")
      }
    }
    for (step, (loss, reference)) in zip(losses, try golden["\(channels)/losses"].scalars).enumerated() {
      expectClose([loss], [reference], within: 1e-4, "loss of step \(step)")
    }
  }

  /// The same seed and data give the same bits, and a training taken up from its state ends as one that ran through.
  @Test func repeatedAndResumed() throws {
    let graph = try Graph(input: [1, 32, 32], DeepCNN())
    var generator = SplitMix64(seed: 5)
    let start = Parameters.initialized(for: graph, using: &generator)
    let targets = Tensor(shape: [4, 1], scalars: [0, 1, 0, 1])
    func program(_ parameters: Parameters) throws -> TrainingProgram {
      try TrainingProgram(
        graph, parameters, loss: Loss(.sigmoidCrossEntropy), optimizer: AdamW(),
        training: TrainingOptions(maximumGradientNorm: 0.5, averageDecay: 0.9), CompileOptions(batchSize: 4))
    }
    func run(_ program: TrainingProgram, _ steps: Range<Int>) throws {
      for step in steps {
        var pictures = SplitMix64(keys: 6, UInt64(step))
        let input = Tensor(shape: program.inputShape, scalars: (0..<program.inputShape.count).map { _ in pictures.nextUnitFloat() })
        _ = try program.step(input, targets: targets, learningRate: 1e-2, seed: UInt64(step))
      }
    }
    let through = try program(start)
    try run(through, 0..<6)
    let again = try program(start)
    try run(again, 0..<3)
    let state = try again.state()
    try run(again, 3..<6)
    #expect(try again.state() == through.state(), "a repeated training gives other bits")
    let resumed = try program(start)
    try resumed.restore(state)
    try run(resumed, 3..<6)
    #expect(try resumed.state() == through.state(), "a resumed training gives other bits")
    #expect(try resumed.averagedParameters() == through.averagedParameters())
    #expect(try through.parameters() != start)
  }
}

/// Convolutions of 32, 64 and 128 channels, each with ReLU and max pooling, then dense layers of 128, 64 and 1.
private struct DeepCNN: Layer {
  func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    var x = input
    for (index, channels) in [32, 64, 128].enumerated() {
      x = try graph.scoped("conv\(index + 1)") { (graph) throws(ShapeError) in
        graph.activation(try Conv2D(channels: channels, kernel: 3)(x, in: &graph), .relu)
      }
      x = try MaxPool2D(kernel: 2)(x, in: &graph)
    }
    x = try Flatten()(x, in: &graph)
    for (index, units) in [128, 64].enumerated() {
      x = try graph.scoped("dense\(index + 1)") { (graph) throws(ShapeError) in
        graph.activation(try Dense(units: units)(x, in: &graph), .relu)
      }
    }
    return try graph.scoped("dense3") { (graph) throws(ShapeError) in try Dense(units: 1)(x, in: &graph) }
  }

  /// Weights uniform within Glorot's limit, each from the stream (3, channels, draw, place); biases zero.
  static func parameters(channels: Int, draw: UInt64) -> Parameters {
    let shapes: [(String, Shape)] = [
      ("conv1", [32, channels, 3, 3]), ("conv2", [64, 32, 3, 3]), ("conv3", [128, 64, 3, 3]), ("dense1", [128, 128 * 14 * 14]),
      ("dense2", [64, 128]), ("dense3", [1, 64]),
    ]
    var tensors: [String: Tensor] = [:]
    for (index, (name, shape)) in shapes.enumerated() {
      var stream = SplitMix64(keys: 3, UInt64(channels), draw, UInt64(index))
      let window = shape.dimensions.dropFirst(2).reduce(1, *)
      let limit = (6 / Float((shape[0] + shape[1]) * window)).squareRoot()
      tensors["\(name).weight"] = Tensor(shape: shape, scalars: (0..<shape.count).map { _ in (2 * stream.nextUnitFloat() - 1) * limit })
      tensors["\(name).bias"] = Tensor(shape: [shape[0]])
    }
    return Parameters(tensors: tensors)
  }

  /// Four pictures of noise from the stream (4, channels, draw, step); the second and fourth have a darker middle.
  static func pictures(channels: Int, draw: UInt64, step: Int) -> Tensor {
    var stream = SplitMix64(keys: 4, UInt64(channels), draw, UInt64(step))
    var scalars = (0..<4 * channels * 128 * 128).map { _ in stream.nextUnitFloat() }
    for picture in [1, 3] {
      for channel in 0..<channels {
        for row in 32..<96 {
          let start = ((picture * channels + channel) * 128 + row) * 128
          for index in start + 32..<start + 96 { scalars[index] *= 0.5 }
        }
      }
    }
    return Tensor(shape: [4, channels, 128, 128], scalars: scalars)
  }
}
