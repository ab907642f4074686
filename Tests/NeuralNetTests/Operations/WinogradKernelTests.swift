import CKernels
import NeuralNet
import Testing

/// Winograd's kernels of both widths against the definition of a convolution in float64: results within 3e-6, gradients within 1e-5 of
/// the greatest magnitude, which leaves room below the 1e-5 and 1e-4 that every operation is held to.
@Suite struct WinogradKernelTests {
  static let shapes: [NaiveConvolution] = [
    .init(batch: 1, channels: 16, filters: 32, height: 6, width: 6, padding: 0),
    .init(batch: 2, channels: 32, filters: 16, height: 8, width: 8, padding: 1),
    .init(batch: 1, channels: 3, filters: 5, height: 3, width: 3, padding: 0),
    .init(batch: 1, channels: 1, filters: 1, height: 1, width: 1, padding: 1),
    .init(batch: 3, channels: 20, filters: 36, height: 7, width: 13, padding: 1),
    .init(batch: 2, channels: 9, filters: 50, height: 11, width: 5, padding: 2),
    .init(batch: 5, channels: 33, filters: 17, height: 9, width: 10, padding: 0),
    .init(batch: 2, channels: 24, filters: 40, height: 21, width: 30, padding: 1),
    // More channels than are summed at once, and more products than one block of the weights' gradient holds.
    .init(batch: 1, channels: 144, filters: 136, height: 6, width: 7, padding: 1),
    .init(batch: 3, channels: 8, filters: 200, height: 4, width: 4, padding: 1),
  ]
  static let lanes: [Int] = [8, 16].filter { $0 <= pulmo_winograd_lanes() }

  @Test(arguments: shapes, lanes) func agrees(_ shape: NaiveConvolution, lanes: Int) throws {
    let first = WinogradSample(shape, lanes: lanes, threads: 1)
    let result = shape.forward(first.x, first.w, bias: first.bias)
    let sourceGradient = shape.sourceGradient(first.dy, first.w)
    let weightsGradient = shape.weightsGradient(first.x, first.dy)
    let biasGradient = shape.biasGradient(first.dy)
    for threads in [1, 2, 5] {
      let sample = WinogradSample(shape, lanes: lanes, threads: threads)
      expectClose(try sample.forward(), result, within: 3e-6, "result")
      expectClose(try sample.sourceGradient(), sourceGradient, within: 1e-5, "gradient of the source")
      let (weights, bias) = sample.gradients()
      expectClose(weights, weightsGradient, within: 1e-5, "gradient of the weights")
      expectClose(bias, biasGradient, within: 1e-5, "gradient of the bias")
    }
  }

  /// A residual is added before the clamp, also where it is the destination itself.
  @Test(arguments: lanes) func residualAndClamp(lanes: Int) throws {
    let shape = Self.shapes[4]
    let sample = WinogradSample(shape, lanes: lanes, threads: 2)
    let expected = zip(shape.forward(sample.x, sample.w, bias: sample.bias), sample.dy).map { min(max($0 + $1, 0), 6) }
    #expect(expected.contains(0) && expected.contains(6) && expected.contains { $0 > 0 && $0 < 6 })
    expectClose(try sample.forward(residual: sample.dy, clamp: 0...6), expected, within: 1e-5, "clamped result")
  }

  /// The same call gives the same bits, whatever the team that runs it; scratch may hold anything.
  @Test(arguments: lanes) func repeats(lanes: Int) throws {
    let sample = WinogradSample(Self.shapes[7], lanes: lanes, threads: 3)
    let (result, gradient, gradients) = (try sample.forward(), try sample.sourceGradient(), sample.gradients())
    for team in [1, 2, 3] {
      pulmo_set_thread_count(Int32(team))
      #expect(try sample.forward() == result)
      #expect(try sample.sourceGradient() == gradient)
      let again = sample.gradients()
      #expect(again.weights == gradients.weights && again.bias == gradients.bias)
    }
    pulmo_set_thread_count(pulmo_processor_count())
  }
}
