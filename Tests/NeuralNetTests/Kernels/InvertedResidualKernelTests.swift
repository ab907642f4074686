import CKernels
import Testing

@testable import NeuralNet

/// The kernel against the three convolutions it stands for, in double.
@Suite(.enabled(if: pulmo_winograd_lanes() > 0)) struct InvertedResidualKernelTests {
  struct Shape: CustomTestStringConvertible {
    var batch = 1
    var channels: Int, rows: Int, columns: Int
    /// Kernel and stride of the first convolution; 1 and 1 read channels side by side.
    var first = (kernel: 1, stride: 1)
    var inner: Int, kernel: Int, stride: Int, filters: Int
    var addsSource = false

    var innerRows: Int { (rows + first.stride - 1) / first.stride }
    var innerColumns: Int { (columns + first.stride - 1) / first.stride }
    var outRows: Int { (innerRows + stride - 1) / stride }
    var outColumns: Int { (innerColumns + stride - 1) / stride }

    var testDescription: String {
      "\(batch)×\(channels)×\(rows)×\(columns), first \(first.kernel)/\(first.stride), \(inner), \(kernel)/\(stride), \(filters)"
    }
  }

  static let shapes = [
    // The stem with the first block, odd sizes, a grey picture.
    Shape(batch: 2, channels: 3, rows: 18, columns: 21, first: (3, 2), inner: 32, kernel: 3, stride: 1, filters: 16),
    Shape(channels: 1, rows: 17, columns: 16, first: (3, 1), inner: 16, kernel: 5, stride: 2, filters: 8),
    // Terms of planes do not lie in pairs, even in number or not.
    Shape(channels: 1, rows: 12, columns: 12, first: (2, 2), inner: 48, kernel: 3, stride: 1, filters: 8),
    // Every kernel and stride, results of 4 to 30 columns, whole and half vectors of filters.
    Shape(batch: 3, channels: 16, rows: 13, columns: 30, inner: 96, kernel: 3, stride: 2, filters: 24),
    Shape(batch: 2, channels: 24, rows: 11, columns: 30, inner: 48, kernel: 3, stride: 1, filters: 24, addsSource: true),
    Shape(channels: 24, rows: 15, columns: 9, inner: 144, kernel: 5, stride: 2, filters: 40),
    Shape(channels: 40, rows: 14, columns: 14, inner: 80, kernel: 5, stride: 1, filters: 40, addsSource: true),
    // One small picture: cut by channels, evenly or not.
    Shape(channels: 16, rows: 7, columns: 7, inner: 288, kernel: 5, stride: 1, filters: 16, addsSource: true),
    Shape(channels: 24, rows: 6, columns: 4, inner: 240, kernel: 3, stride: 1, filters: 72),
    // Half, one and one and a half vectors beside whole panels, of filters and of inner channels; runs across the ends of rows.
    Shape(batch: 2, channels: 40, rows: 12, columns: 11, inner: 160, kernel: 3, stride: 1, filters: 104),
    Shape(batch: 2, channels: 88, rows: 7, columns: 9, inner: 176, kernel: 3, stride: 2, filters: 88),
    Shape(channels: 72, rows: 4, columns: 4, inner: 432, kernel: 3, stride: 1, filters: 136),
  ]

  /// Without padding windows of stride 2 may leave the last column out; rows are made end to end and whole.
  @Test func rowsThatWindowsLeaveAColumnOfStayWithOneDNN() {
    func isSupported(columns: Int) -> Bool {
      let s = Shape(channels: 16, rows: 13, columns: columns, inner: 32, kernel: 3, stride: 2, filters: 16)
      var shape = shape(s, lanes: 8, threads: 1)
      (shape.top, shape.left, shape.out_rows, shape.out_columns) = (0, 0, 6, (columns - 3) / 2 + 1)
      return pulmo_inverted_residual_is_supported(&shape)
    }
    #expect(isSupported(columns: 13) && !isSupported(columns: 14))
  }

  @Test(arguments: shapes, [8, 16].filter { $0 <= pulmo_winograd_lanes() }) func forward(_ s: Shape, lanes: Int) throws {
    var generator = SplitMix64(keys: 5, UInt64(lanes))
    func random(_ count: Int, _ scale: Float = 1) -> [Float] { (0..<count).map { _ in scale * (2 * generator.nextUnitFloat() - 1) } }
    let terms = s.channels * s.first.kernel * s.first.kernel
    let x = random(s.batch * s.channels * s.rows * s.columns)
    let (w1, b1) = (random(s.inner * terms), random(s.inner))
    let (w2, b2) = (random(s.inner * s.kernel * s.kernel), random(s.inner))
    let (w3, b3) = (random(s.filters * s.inner), random(s.filters))
    let expected = reference(s, x, w1, b1, w2, b2, w3, b3)

    for threads in [1, 2, 3] {
      let shape = shape(s, lanes: lanes, threads: threads)
      try #require(withUnsafePointer(to: shape, pulmo_inverted_residual_is_supported))
      let block = InvertedResidualFusion(shape: shape)
      let prepared = KernelBuffer(count: block.weightsCount)
      InvertedResidualWeights(block: block).run(on: [w1, b1, w2, b2, w3, b3].map(KernelBuffer.init) + [prepared])
      pulmo_set_thread_count(Int32(threads))
      let kernel = InvertedResidualForward(block: block)
      // What memory holds before must not matter; what lies behind the result must stay.
      let results = (0..<2).map { _ in
        let result = KernelBuffer(count: expected.count + 1)
        kernel.run(on: [KernelBuffer(x), prepared, result, KernelBuffer(count: kernel.scratchCount)])
        #expect(result.scalars.last?.isNaN == true)
        return Array(result.scalars.dropLast())
      }
      expectClose(results[0], expected, within: 2e-6, "\(threads) threads")
      #expect(results[0] == results[1], "the same call gives other bits")
    }
  }

  private func shape(_ s: Shape, lanes: Int, threads: Int) -> pulmo_inverted_residual {
    // TensorFlow's "same" padding: where the zeros are odd in number, fewer of them above and left.
    func before(_ size: Int, _ result: Int, _ kernel: Int, _ stride: Int) -> Int { max((result - 1) * stride + kernel - size, 0) / 2 }
    let clamp = pulmo_clamp(0...6)
    return pulmo_inverted_residual(
      batch: s.batch, channels: s.channels, rows: s.rows, columns: s.columns, first_kernel: s.first.kernel, first_stride: s.first.stride,
      first_top: before(s.rows, s.innerRows, s.first.kernel, s.first.stride),
      first_left: before(s.columns, s.innerColumns, s.first.kernel, s.first.stride), first_clamp: clamp,
      inner_channels: s.inner, inner_rows: s.innerRows, inner_columns: s.innerColumns, kernel: s.kernel, stride: s.stride,
      top: before(s.innerRows, s.outRows, s.kernel, s.stride), left: before(s.innerColumns, s.outColumns, s.kernel, s.stride),
      clamp: clamp, filters: s.filters, out_rows: s.outRows, out_columns: s.outColumns, adds_source: s.addsSource, lanes: lanes,
      threads: threads)
  }

  private func reference(
    _ s: Shape, _ x: [Float], _ w1: [Float], _ b1: [Float], _ w2: [Float], _ b2: [Float], _ w3: [Float], _ b3: [Float]
  ) -> [Float] {
    let shape = shape(s, lanes: 8, threads: 1)
    func source(_ n: Int, _ c: Int, _ row: Int, _ column: Int) -> Double {
      guard (0..<s.rows).contains(row), (0..<s.columns).contains(column) else { return 0 }
      let plane = ((n * s.channels + c) * s.rows + row) * s.columns + column
      let pixel = ((n * s.rows + row) * s.columns + column) * s.channels + c
      return Double(x[s.first.kernel > 1 ? plane : pixel])
    }
    var result: [Float] = []
    for n in 0..<s.batch {
      var inner = [Double](repeating: 0, count: s.innerRows * s.innerColumns * s.inner)
      for i in 0..<s.innerRows {
        for j in 0..<s.innerColumns {
          for k in 0..<s.inner {
            var sum = Double(b1[k])
            for c in 0..<s.channels {
              for u in 0..<s.first.kernel {
                for v in 0..<s.first.kernel {
                  let (row, column) = (i * s.first.stride + u - shape.first_top, j * s.first.stride + v - shape.first_left)
                  sum += source(n, c, row, column) * Double(w1[((k * s.channels + c) * s.first.kernel + u) * s.first.kernel + v])
                }
              }
            }
            inner[(i * s.innerColumns + j) * s.inner + k] = min(max(sum, 0), 6)
          }
        }
      }
      for i in 0..<s.outRows {
        for j in 0..<s.outColumns {
          let filtered = (0..<s.inner).map { k in
            var sum = Double(b2[k])
            for u in 0..<s.kernel {
              for v in 0..<s.kernel {
                let (row, column) = (i * s.stride + u - shape.top, j * s.stride + v - shape.left)
                guard (0..<s.innerRows).contains(row), (0..<s.innerColumns).contains(column) else { continue }
                sum += inner[(row * s.innerColumns + column) * s.inner + k] * Double(w2[(k * s.kernel + u) * s.kernel + v])
              }
            }
            return min(max(sum, 0), 6)
          }
          for f in 0..<s.filters {
            var sum = Double(b3[f]) + (s.addsSource ? source(n, f, i, j) : 0)
            for k in 0..<s.inner { sum += filtered[k] * Double(w3[f * s.inner + k]) }
            result.append(Float(sum))
          }
        }
      }
    }
    return result
  }
}
