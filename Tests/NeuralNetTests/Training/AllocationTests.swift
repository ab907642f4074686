import AllocationCounter
@testable import NeuralNet
import Testing

/// Running a program allocates nothing: no memory of 4 KiB or more, and none of any size that our own code asks for.
@Suite(.serialized, .enabled(if: allocation_counter_works(), "it takes glibc and no sanitizer to count"))
struct AllocationTests {
  /// A convolution of every kind that has kernels of its own, with all that may follow one.
  private static func graph() throws -> Graph {
    try Graph(input: [1, 32, 32]) { (graph, x) throws(ShapeError) in
      var x = try graph.append("first", Conv2D(channels: 32, kernel: 3), x)
      x = try graph.append("pool", MaxPool2D(kernel: 2), graph.activation(x, .relu))
      x = try graph.append("second", Conv2D(channels: 32, kernel: 3, padding: 1, hasBias: false), x)
      let normalized = graph.activation(try graph.append("norm", BatchNorm(), x), .relu)
      x = try graph.append("wide", Conv2D(channels: 64, kernel: 1), normalized)
      x = try graph.append("depth", DepthwiseConv2D(kernel: 5, padding: 2), graph.activation(x, .relu6))
      x = try graph.append("project", Conv2D(channels: 32, kernel: 1), graph.activation(x, .relu6))
      x = try graph.append("average", GlobalAveragePool(), try graph.add([x, normalized]))
      x = try graph.append("dropout", Dropout(rate: 0.2), x)
      return try graph.append("head", Dense(units: 1), x)
    }
  }

  /// Runs `body` once, and then three times with every thread of the team watched.
  private func allocations(_ body: () throws -> Void) rethrows -> allocation_counts {
    func watch(_ isWatched: Bool) {
      parallel(1 << 16, isWatched) { isWatched, _, _ in
        allocation_counter_watch(isWatched?.assumingMemoryBound(to: Bool.self).pointee ?? false)
      }
    }
    try body()
    watch(true)
    defer { watch(false) }
    _ = allocation_counter_take()
    for _ in 0..<3 { try body() }
    return allocation_counter_take()
  }

  private func sample(_ shape: Shape) -> Tensor {
    var generator = SplitMix64(seed: 3)
    return Tensor(shape: shape, scalars: (0..<shape.count).map { _ in generator.nextUnitFloat() })
  }

  @Test func counterCounts() {
    var kept: [[UInt8]] = []
    kept.reserveCapacity(8)
    let counts = allocations { kept.append([UInt8](repeating: 1, count: 5000)) }
    #expect(counts.large == 3 && counts.own == 3)
  }

  @Test func training() throws {
    let graph = try Self.graph()
    var generator = SplitMix64(seed: 2)
    let program = try TrainingProgram(
      graph, .initialized(for: graph, using: &generator), loss: Loss(.sigmoidCrossEntropy), optimizer: Adam(),
      training: TrainingOptions(maximumGradientNorm: 1, averageDecay: 0.9, rateFactors: ["wide": 0.5, "head": 2]),
      CompileOptions(batchSize: 8))
    let (input, targets) = (sample(program.inputShape), Tensor(shape: program.outputShape, repeating: 1))
    let counts = try allocations { _ = try program.step(input, targets: targets, learningRate: 1e-4, seed: 1) }
    #expect(counts.large == 0)
    #expect(counts.own == 0)
  }

  @Test(arguments: [1, 8]) func inference(batch: Int) throws {
    let graph = try Self.graph()
    var generator = SplitMix64(seed: 2)
    let program = try InferenceProgram(graph, .initialized(for: graph, using: &generator), CompileOptions(batchSize: batch))
    let input = sample(program.inputShape)
    var output = Tensor(shape: program.outputShape)
    let counts = try allocations { try program.run(input, into: &output) }
    #expect(counts.large == 0)
    #expect(counts.own == 0)
  }
}
