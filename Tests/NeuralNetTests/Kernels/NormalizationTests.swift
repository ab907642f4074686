import CKernels
import Testing

@testable import NeuralNet

/// The kernels of batch normalisation against their formulas in double.
@Suite struct NormalizationTests {
  struct Case: CustomTestStringConvertible {
    let activation: Activation?
    let hasResidual: Bool
    let hasOtherGradient: Bool
    var testDescription: String { "\(activation?.rawValue ?? "identity"), residual \(hasResidual), two gradients \(hasOtherGradient)" }
  }

  static let cases: [Case] = [nil, .relu, .relu6].flatMap { activation in
    [false, true].flatMap { residual in
      [false, true].map { Case(activation: activation, hasResidual: residual, hasOtherGradient: $0) }
    }
  }

  /// Batch, channels, rows, columns: part blocks, one pixel, more pixels than a float sum takes, more blocks than threads.
  static let shapes = [[3, 16, 5, 7], [1, 5, 9, 16], [7, 24, 1, 1], [4, 33, 13, 11], [2, 8, 40, 41], [5, 70, 3, 2]]

  @Test(arguments: cases, [8, 16]) func kernels(_ test: Case, lanes: Int) {
    for (index, shape) in Self.shapes.enumerated() {
      for offset in [0, 1000] as [Float] { check(test, shape, lanes: lanes, offset: offset, key: UInt64(index)) }
    }
  }

  private func check(_ test: Case, _ shape: [Int], lanes: Int, offset: Float, key: UInt64) {
    let (batch, channels, pixels) = (shape[0], shape[1], shape[2] * shape[3])
    let name = "\(shape), \(lanes) lanes, offset \(offset)"
    var generator = SplitMix64(keys: 5, key)
    func random() -> Float { 2 * generator.nextUnitFloat() - 1 }
    func picture(_ value: () -> Float) -> BlockedPicture {
      BlockedPicture(batch: batch, channels: channels, rows: shape[2], columns: shape[3], lanes: lanes, value)
    }
    let x = picture { offset + 2 * random() }
    let (residual, dy, other) = (picture(random), picture(random), picture(random))
    let scale = (0..<channels).map { _ in 2 + 3 * random() }
    let shift = (0..<channels).map { _ in 2 * random() }
    let geometry = NormalizationShape([batch, channels, shape[2], shape[3]], lanes: lanes, activation: test.activation, epsilon: 1e-5)

    var results: [[Float]] = []
    for threads in [1, 2, 3] {
      pulmo_set_thread_count(Int32(threads))
      let source = KernelBuffer(x.scalars)
      let (scales, shifts) = (KernelBuffer(scale), KernelBuffer(shift))
      let (mean, variance) = (KernelBuffer(count: channels), KernelBuffer(count: channels))
      let runningMean = KernelBuffer([Float](repeating: 4, count: channels))
      let runningVariance = KernelBuffer([Float](repeating: 5, count: channels))
      let result = KernelBuffer(count: x.scalars.count)
      let scratch = KernelBuffer(count: geometry.scratchCount)
      let forward = NormalizationForward(shape: geometry, momentum: 0.3, hasResidual: test.hasResidual)
      forward.run(
        on: [source, scales, shifts, mean, variance, runningMean, runningVariance, result, scratch]
          + (test.hasResidual ? [KernelBuffer(residual.scalars)] : []))

      // The gradients take the places of the source and of the gradient that arrived, as in a program.
      let (scaleGradient, shiftGradient) = (KernelBuffer(count: channels), KernelBuffer(count: channels))
      let gradient = KernelBuffer(dy.scalars)
      let backward = NormalizationBackward(
        shape: geometry, hasOtherGradient: test.hasOtherGradient, hasResidual: test.hasResidual, hasSourceGradient: true)
      backward.run(
        on: [source, scales, shifts, mean, variance, gradient, scaleGradient, shiftGradient, scratch]
          + (test.hasOtherGradient ? [KernelBuffer(other.scalars)] : []) + (test.hasResidual ? [result, gradient] : []) + [source])

      let (y, dx, dr) = (result.scalars, source.scalars, gradient.scalars)
      let (dScale, dShift) = (scaleGradient.scalars, shiftGradient.scalars)
      let statistics = [mean, variance, runningMean, runningVariance].map(\.scalars)
      results.append(y + dx + dr + dScale + dShift + statistics.joined())
      guard threads == 1 else { continue }

      var (yExpected, dxExpected, drExpected) = (picture { 0 }, picture { 0 }, picture { 0 })
      // Of each channel: mean, variance, both running, gradients of shift and scale.
      var expected: [[Float]] = []
      for c in 0..<channels {
        let places = (0..<batch).flatMap { n in (0..<pixels).map { x.index(n, c, $0 / shape[3], $0 % shape[3]) } }
        let count = Double(places.count)
        let mean = places.reduce(0) { $0 + Double(x.scalars[$1]) } / count
        let variance = places.reduce(0) { $0 + (Double(x.scalars[$1]) - mean) * (Double(x.scalars[$1]) - mean) } / count
        let deviation = (variance + Double(Float(1e-5))).squareRoot()
        var (sum, product) = (0.0, 0.0)
        for i in places {
          let value =
            (Double(x.scalars[i]) - mean) / deviation * Double(scale[c]) + Double(shift[c])
            + (test.hasResidual ? Double(residual.scalars[i]) : 0)
          let limit = test.activation == .relu6 ? 6.0 : .infinity
          yExpected.scalars[i] = Float(test.activation == nil ? value : min(max(value, 0), limit))
          // On which side of a kink a value lies is the kernel's to say: rounding may move it.
          let isInside = test.activation == nil || (y[i] > 0 && Double(y[i]) < limit)
          let gradient = isInside ? Double(dy.scalars[i]) + (test.hasOtherGradient ? Double(other.scalars[i]) : 0) : 0
          drExpected.scalars[i] = Float(gradient)
          sum += gradient
          product += gradient * (Double(x.scalars[i]) - mean) / deviation
        }
        for i in places {
          let distance = (Double(x.scalars[i]) - mean) / deviation
          let gradient = Double(drExpected.scalars[i]) - sum / count - distance * product / count
          dxExpected.scalars[i] = Float(gradient * Double(scale[c]) / deviation)
        }
        let unbiased = count > 1 ? variance * count / (count - 1) : variance
        expected.append([mean, variance, 0.7 * 4 + 0.3 * mean, 0.7 * 5 + 0.3 * unbiased, sum, product].map { Float($0) })
      }
      // An offset of 1000 costs the source itself three digits.
      let tolerance = offset == 0 ? 1e-5 : 1e-3
      for (index, what) in ["mean", "variance", "running mean", "running variance"].enumerated() {
        expectClose(statistics[index], expected.map { $0[index] }, within: 1e-5, "\(name): \(what)")
      }
      expectClose(dShift, expected.map { $0[4] }, within: 1e-5, "\(name): gradient of the shift")
      expectClose(dScale, expected.map { $0[5] }, within: 10 * tolerance, "\(name): gradient of the scale")
      expectClose(y, yExpected.scalars, within: tolerance, "\(name): result")
      expectClose(dx, dxExpected.scalars, within: 10 * tolerance, "\(name): gradient of the source")
      if test.hasResidual { expectClose(dr, drExpected.scalars, within: 1e-6, "\(name): gradient of the residual") }
    }
    #expect(results[0] == results[1] && results[1] == results[2], "\(name): the number of threads changes bits")
  }

  /// A result too large for the caches is stored past them.
  @Test(arguments: [8, 16]) func largeResults(lanes: Int) {
    let (batch, pixels) = (2, 300_000)
    let count = batch * 2 * pixels * lanes
    let source = (0..<count).map { Float(($0 * 7919) % 1013) }
    let one = KernelBuffer([Float](repeating: 1, count: 2 * lanes))
    let (mean, variance, running) = (KernelBuffer(one.scalars), KernelBuffer(one.scalars), KernelBuffer(one.scalars))
    let result = KernelBuffer(count: count)
    let shape = NormalizationShape([batch, 2 * lanes, pixels, 1], lanes: lanes, activation: .relu, epsilon: 1e-5)
    NormalizationForward(shape: shape, momentum: 0.1, hasResidual: false).run(
      on: [KernelBuffer(source), one, one, mean, variance, running, running, result, KernelBuffer(count: shape.scratchCount)])
    let (y, means, deviations) = (result.scalars, mean.scalars, variance.scalars.map { ($0 + 1e-5).squareRoot() })
    var worst: Float = 0
    for i in 0..<count {
      let channel = i / (pixels * lanes) % 2 * lanes + i % lanes
      worst = max(worst, abs(y[i] - max((source[i] - means[channel]) / deviations[channel] + 1, 0)))
    }
    #expect(worst < 1e-5)
  }
}
