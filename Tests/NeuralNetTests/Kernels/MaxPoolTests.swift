import CKernels
import Testing

@testable import NeuralNet

/// The kernels of maximum pooling against a walk over the windows.
@Suite struct MaxPoolTests {
  /// Batch, channels, rows, columns, kernel: whole windows, rest rows and columns, part blocks.
  static let shapes = [[2, 16, 6, 8, 2], [1, 5, 7, 9, 2], [3, 33, 5, 2, 2], [2, 24, 10, 11, 3], [1, 1, 2, 2, 2]]

  @Test(arguments: shapes, [8, 16]) func pooling(_ s: [Int], lanes: Int) throws {
    for hasReLU in [false, true] {
      let (batch, channels, rows, columns, kernel) = (s[0], s[1], s[2], s[3], s[4])
      var generator = SplitMix64(keys: 9, UInt64(lanes))
      // Few values, so that windows have several greatest.
      let x = BlockedPicture(batch: batch, channels: channels, rows: rows, columns: columns, lanes: lanes) {
        (8 * generator.nextUnitFloat()).rounded() - 5
      }
      var y = BlockedPicture(batch: batch, channels: channels, rows: rows / kernel, columns: columns / kernel, lanes: lanes)
      var dx = BlockedPicture(batch: batch, channels: channels, rows: rows, columns: columns, lanes: lanes)
      let dy = BlockedPicture(batch: batch, channels: channels, rows: rows / kernel, columns: columns / kernel, lanes: lanes) {
        generator.nextUnitFloat() + 1
      }
      for n in 0..<batch {
        for c in 0..<channels {
          for i in 0..<rows / kernel {
            for j in 0..<columns / kernel {
              let window = (0..<kernel * kernel).map { x.index(n, c, i * kernel + $0 / kernel, j * kernel + $0 % kernel) }
              let greatest = window.map { x.scalars[$0] }.max() ?? 0
              y.scalars[y.index(n, c, i, j)] = hasReLU ? max(greatest, 0) : greatest
              let first = try #require(window.first { x.scalars[$0] == greatest })
              if !hasReLU || greatest > 0 { dx.scalars[first] = dy.scalars[dy.index(n, c, i, j)] }
            }
          }
        }
      }
      let shape = try #require(
        MaxPoolShape(
          PoolingAttributes(.maximum, kernel: kernel, stride: kernel), source: [batch, channels, rows, columns], lanes: lanes,
          hasReLU: hasReLU))
      let (source, gradient) = (KernelBuffer(x.scalars), KernelBuffer(dy.scalars))
      for threads in [1, 3] {
        pulmo_set_thread_count(Int32(threads))
        let (result, sourceGradient) = (KernelBuffer(count: y.scalars.count), KernelBuffer(count: x.scalars.count))
        let places = KernelBuffer(count: (y.scalars.count + 3) / 4)
        MaxPoolForward(shape: shape).run(on: [source, result, places])
        MaxPoolBackward(shape: shape).run(on: [gradient, places, sourceGradient])
        #expect(result.scalars == y.scalars, "\(s), relu \(hasReLU), \(threads) threads: result")
        #expect(sourceGradient.scalars == dx.scalars, "\(s), relu \(hasReLU), \(threads) threads: gradient")
      }
    }
  }

  /// A gradient too large for the caches is stored past them.
  @Test(arguments: [8, 16]) func largeGradients(lanes: Int) throws {
    let (rows, columns) = (1001, 1061)
    let shape = try #require(
      MaxPoolShape(PoolingAttributes(.maximum, kernel: 2, stride: 2), source: [1, lanes, rows, columns], lanes: lanes, hasReLU: false))
    let pooled = 500 * 530 * lanes
    // The second pixel of the second row of every window.
    let places = KernelBuffer([Float](repeating: Float(bitPattern: 0x0303_0303), count: pooled / 4))
    let gradient = KernelBuffer(count: rows * columns * lanes)
    MaxPoolBackward(shape: shape).run(on: [KernelBuffer((0..<pooled).map { Float($0) }), places, gradient])
    let scalars = gradient.scalars
    var wrong = 0
    for row in 0..<rows {
      for column in 0..<columns {
        let isTaken = row % 2 == 1 && column % 2 == 1
        for lane in 0..<lanes {
          let expected = isTaken ? Float((row / 2 * 530 + column / 2) * lanes + lane) : 0
          if scalars[(row * columns + column) * lanes + lane] != expected { wrong += 1 }
        }
      }
    }
    #expect(wrong == 0)
  }

  @Test func isChosenWhereWindowsTouch() throws {
    for (kernel, stride, padding, isOurs) in [(2, 2, 0, true), (3, 3, 0, true), (3, 2, 0, false), (2, 1, 0, false), (3, 3, 1, false)] {
      let graph = try Graph(input: [3, 12, 12]) { (graph, x) throws(ShapeError) in
        let y = try graph.append("conv", Conv2D(channels: 16, kernel: 3), x)
        return try graph.append("pool", MaxPool2D(kernel: kernel, stride: stride, padding: padding), y)
      }
      var generator = SplitMix64(seed: 1)
      let parameters = Parameters.initialized(for: graph, using: &generator)
      let compiled = try CompiledGraph(graph, parameters, mode: .training, options: CompileOptions(batchSize: 2))
      #expect(compiled.implementations.contains { $0.node == "pool" && $0.implementation == "pulmo" } == isOurs, "\(kernel), \(stride)")
    }
  }
}
