import CKernels
import Testing

@testable import NeuralNet

/// The kernel against the sum it stands for, in double.
@Suite struct DepthwiseWeightsGradientTests {
  struct Shape: CustomTestStringConvertible {
    let batch: Int, channels: Int, rows: Int, columns: Int, kernel: Int, stride: Int, top: Int, left: Int
    /// Zeros below and right.
    let bottom: Int, right: Int

    init(_ batch: Int, _ channels: Int, _ rows: Int, _ columns: Int, kernel: Int, stride: Int, top: Int, left: Int, bottom: Int, right: Int)
    {
      (self.batch, self.channels, self.rows, self.columns) = (batch, channels, rows, columns)
      (self.kernel, self.stride) = (kernel, stride)
      (self.top, self.left, self.bottom, self.right) = (top, left, bottom, right)
    }

    init(_ batch: Int, _ channels: Int, _ rows: Int, _ columns: Int, kernel: Int, stride: Int = 1, padding: Int) {
      self.init(
        batch, channels, rows, columns, kernel: kernel, stride: stride, top: padding, left: padding, bottom: padding, right: padding)
    }

    var testDescription: String { "\(batch)×\(channels)×\(rows)×\(columns), kernel \(kernel), stride \(stride), padding \(top) \(left)" }
  }

  static let shapes = [
    Shape(2, 16, 7, 7, kernel: 5, padding: 2), Shape(1, 8, 9, 6, kernel: 5, padding: 2), Shape(3, 24, 14, 13, kernel: 5, padding: 2),
    Shape(9, 5, 8, 8, kernel: 5, padding: 0), Shape(2, 17, 14, 15, kernel: 5, stride: 2, padding: 2),
    Shape(2, 33, 11, 12, kernel: 5, stride: 3, padding: 1), Shape(1, 1, 1, 1, kernel: 5, padding: 2),
    Shape(2, 3, 3, 2, kernel: 7, padding: 3), Shape(4, 20, 12, 10, kernel: 7, padding: 3),
    Shape(2, 16, 13, 14, kernel: 7, stride: 2, padding: 3),
    // More columns than one band of rows holds at once, and bands that do not divide the rows.
    Shape(1, 9, 40, 130, kernel: 5, padding: 2), Shape(1, 16, 25, 200, kernel: 7, stride: 2, padding: 3),
    // TensorFlow's "same" padding of stride 2 on even sizes: less above and left than below and right.
    Shape(2, 12, 14, 14, kernel: 5, stride: 2, top: 1, left: 1, bottom: 2, right: 2),
    Shape(2, 12, 10, 12, kernel: 5, stride: 2, top: 0, left: 2, bottom: 3, right: 1),
  ]

  @Test(arguments: shapes, [8, 16]) func gradient(_ s: Shape, lanes: Int) throws {
    var generator = SplitMix64(keys: 3, UInt64(lanes))
    func random() -> Float { 2 * generator.nextUnitFloat() - 1 }
    let outRows = (s.rows + s.top + s.bottom - s.kernel) / s.stride + 1
    let outColumns = (s.columns + s.left + s.right - s.kernel) / s.stride + 1
    let x = BlockedPicture(batch: s.batch, channels: s.channels, rows: s.rows, columns: s.columns, lanes: lanes, random)
    let dy = BlockedPicture(batch: s.batch, channels: s.channels, rows: outRows, columns: outColumns, lanes: lanes, random)
    let shape = pulmo_depthwise(
      lanes: lanes, batch: s.batch, channels: s.channels, blocks: x.blocks, rows: s.rows, columns: s.columns, out_rows: outRows,
      out_columns: outColumns, kernel: s.kernel, stride: s.stride, top: s.top, left: s.left)
    try #require(withUnsafePointer(to: shape, pulmo_depthwise_is_supported) != 0)

    let taps = s.kernel * s.kernel
    var expected = [Float](repeating: 0, count: x.blocks * taps * lanes)
    var expectedBias = [Float](repeating: 0, count: s.channels)
    for c in 0..<s.channels {
      for u in 0..<s.kernel {
        for v in 0..<s.kernel {
          var sum = 0.0
          for n in 0..<s.batch {
            for i in 0..<outRows {
              for j in 0..<outColumns { sum += dy[n, c, i, j] * x[n, c, i * s.stride + u - s.top, j * s.stride + v - s.left] }
            }
          }
          expected[(c / lanes * taps + u * s.kernel + v) * lanes + c % lanes] = Float(sum)
        }
      }
      var sum = 0.0
      for n in 0..<s.batch { for i in 0..<outRows { for j in 0..<outColumns { sum += dy[n, c, i, j] } } }
      expectedBias[c] = Float(sum)
    }

    // What memory holds before must not matter; what lies behind the bias must stay.
    var results: [[Float]] = []
    for threads in [1, 2, 3] {
      var weights = [Float](repeating: .nan, count: expected.count)
      var bias = [Float](repeating: .nan, count: s.channels + 1)
      var scratch = [Float](repeating: .nan, count: PULMO_DEPTHWISE_SHARES * x.blocks * (taps + 1) * lanes)
      pulmo_set_thread_count(Int32(threads))
      withUnsafePointer(to: shape) { pulmo_depthwise_weights_gradient($0, x.scalars, dy.scalars, &weights, &bias, &scratch) }
      expectClose(weights, expected, within: 2e-6, "weights")
      expectClose(Array(bias.dropLast()), expectedBias, within: 2e-6, "bias")
      #expect(bias.last?.isNaN == true)
      results.append(weights)
    }
    #expect(results[0] == results[1] && results[1] == results[2], "the number of threads changes bits")
  }

  @Test func isChosenForLargeKernelsOnly() throws {
    for (kernel, isOurs) in [(3, false), (5, true), (7, true)] {
      let graph = try Graph(input: [32, 14, 14]) { (graph, x) throws(ShapeError) in
        let y = try graph.append("point", Conv2D(channels: 32, kernel: 1), x)
        return try graph.append("depth", DepthwiseConv2D(kernel: kernel, padding: .each(kernel / 2)), y)
      }
      var generator = SplitMix64(seed: 1)
      let parameters = Parameters.initialized(for: graph, using: &generator)
      let compiled = try CompiledGraph(graph, parameters, mode: .training, options: CompileOptions(batchSize: 2))
      #expect(compiled.implementations.contains { $0.node == "depth" && $0.implementation == "pulmo" } == isOurs, "\(kernel)×\(kernel)")
    }
  }
}
