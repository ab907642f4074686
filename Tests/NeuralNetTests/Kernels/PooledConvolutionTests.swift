import CKernels
import Testing

@testable import NeuralNet

/// The weights' gradient of a first convolution from behind its pooling, against the sum it stands for, in double.
@Suite struct PooledConvolutionTests {
  struct Shape: CustomTestStringConvertible {
    let batch: Int, inChannels: Int, channels: Int, rows: Int, columns: Int
    let padding: Padding
    var testDescription: String { "\(batch)×\(inChannels)×\(rows)×\(columns) to \(channels), padding \(padding)" }
  }

  static let shapes = [
    Shape(batch: 2, inChannels: 1, channels: 32, rows: 10, columns: 12, padding: 0),
    Shape(batch: 1, inChannels: 3, channels: 20, rows: 9, columns: 8, padding: 1),
    Shape(batch: 9, inChannels: 4, channels: 5, rows: 7, columns: 11, padding: 0),
    Shape(batch: 3, inChannels: 2, channels: 40, rows: 8, columns: 8, padding: Padding(top: 0, left: 2, bottom: 1, right: 0)),
    Shape(batch: 2, inChannels: 3, channels: 8, rows: 2, columns: 3, padding: 1),
  ]

  @Test(arguments: shapes, [8, 16]) func gradient(_ s: Shape, lanes: Int) throws {
    var generator = SplitMix64(keys: 13, UInt64(lanes))
    let outRows = s.rows + s.padding.top + s.padding.bottom - 2
    let outColumns = s.columns + s.padding.left + s.padding.right - 2
    let source = (0..<s.batch * s.inChannels * s.rows * s.columns).map { _ in 2 * generator.nextUnitFloat() - 1 }
    let dy = BlockedPicture(batch: s.batch, channels: s.channels, rows: outRows / 2, columns: outColumns / 2, lanes: lanes) {
      2 * generator.nextUnitFloat() - 1
    }
    // Places 0 to 3, and 255 for none.
    let places = dy.scalars.map { _ in [0, 1, 2, 3, 255][Int(5 * generator.nextUnitFloat())] as UInt8 }
    var expected = [Float](repeating: 0, count: dy.blocks * s.inChannels * 9 * lanes)
    var expectedBias = [Float](repeating: 0, count: s.channels)
    for c in 0..<s.channels {
      var sums = [Double](repeating: 0, count: s.inChannels * 9)
      var bias = 0.0
      for n in 0..<s.batch {
        for i in 0..<outRows / 2 {
          for j in 0..<outColumns / 2 {
            let index = dy.index(n, c, i, j)
            guard places[index] < 4 else { continue }
            bias += Double(dy.scalars[index])
            for tap in 0..<s.inChannels * 9 {
              let row = 2 * i + Int(places[index]) / 2 + tap % 9 / 3 - s.padding.top
              let column = 2 * j + Int(places[index]) % 2 + tap % 3 - s.padding.left
              guard (0..<s.rows).contains(row), (0..<s.columns).contains(column) else { continue }
              let pixel = source[((n * s.inChannels + tap / 9) * s.rows + row) * s.columns + column]
              sums[tap] += Double(dy.scalars[index]) * Double(pixel)
            }
          }
        }
      }
      for tap in sums.indices { expected[(c / lanes * s.inChannels * 9 + tap) * lanes + c % lanes] = Float(sums[tap]) }
      expectedBias[c] = Float(bias)
    }

    let pooling = try #require(
      MaxPoolShape(
        PoolingAttributes(.maximum, kernel: 2, stride: 2), source: [s.batch, s.channels, outRows, outColumns], lanes: lanes, hasReLU: true))
    let kernel = try #require(
      PooledConvolutionWeightsGradient(
        ConvolutionAttributes(channels: s.channels, kernel: 3, padding: s.padding),
        source: [s.batch, s.inChannels, s.rows, s.columns], pooling: pooling))
    let packed = stride(from: 0, to: places.count, by: 4).map { i in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(places[i + $1]) << (8 * $1) })
    }
    var results: [[Float]] = []
    for threads in [1, 2, 3] {
      pulmo_set_thread_count(Int32(threads))
      let (weights, bias) = (KernelBuffer(count: expected.count), KernelBuffer(count: s.channels))
      kernel.run(
        on: [
          KernelBuffer(source), KernelBuffer(dy.scalars), KernelBuffer(packed), weights, KernelBuffer(count: kernel.scratchCount), bias,
        ])
      expectClose(weights.scalars, expected, within: 2e-6, "weights")
      expectClose(bias.scalars, expectedBias, within: 2e-6, "bias")
      results.append(weights.scalars + bias.scalars)
    }
    #expect(results[0] == results[1] && results[1] == results[2], "the number of threads changes bits")
  }

  /// It stands in only where nothing else wants the gradient between convolution and pooling.
  @Test func isChosenForFirstConvolutions() throws {
    let graph = try Graph(input: [3, 12, 12]) { (graph, x) throws(ShapeError) in
      var y = x
      for name in ["1", "2"] {
        y = try graph.append("conv\(name)", Conv2D(channels: 4, kernel: 3, padding: 1), y)
        y = try graph.append("pool\(name)", MaxPool2D(kernel: 2), y)
      }
      return y
    }
    var generator = SplitMix64(seed: 1)
    let parameters = Parameters.initialized(for: graph, using: &generator)
    func isOurs(_ node: String, wantsInputGradient: Bool = false, taps: Set<String> = []) throws -> Bool {
      try CompiledGraph(
        graph, parameters, mode: .training, options: CompileOptions(batchSize: 2, taps: taps), wantsInputGradient: wantsInputGradient
      ).implementations.contains { $0.node == node && $0.implementation == "pulmo" }
    }
    #expect(try isOurs("conv1"))
    #expect(try !isOurs("conv2"))
    #expect(try !isOurs("conv1", wantsInputGradient: true))
    #expect(try !isOurs("conv1", taps: ["conv1"]))
  }
}
