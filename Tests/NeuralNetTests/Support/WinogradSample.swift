import CKernels
import NeuralNet
import Testing

/// A convolution with its numbers, run by the kernels of one width.
struct WinogradSample {
  let reference: NaiveConvolution
  let x: [Float], w: [Float], bias: [Float], dy: [Float]
  private let layout: BlockedLayout
  private let threads: Int

  init(_ shape: NaiveConvolution, lanes: Int, threads: Int) {
    reference = shape
    layout = BlockedLayout(lanes: lanes)
    self.threads = threads
    func draw(_ key: UInt64, _ count: Int) -> [Float] {
      var stream = SplitMix64(keys: 21, key)
      return (0..<count).map { _ in 2 * stream.nextUnitFloat() - 1 }
    }
    x = draw(1, shape.source.count)
    w = draw(2, shape.weights.count)
    bias = draw(3, shape.filters)
    dy = draw(4, shape.destination.count)
  }

  private var convolution: pulmo_winograd {
    pulmo_winograd(
      batch: reference.batch, channels: reference.channels, filters: reference.filters, height: reference.height,
      width: reference.width, padding: reference.padding, lanes: layout.lanes, threads: threads)
  }
  private var area: Int { reference.height * reference.width }
  private var outArea: Int { reference.outHeight * reference.outWidth }

  func forward(residual: [Float]? = nil, clamp: ClosedRange<Float>? = nil) throws -> [Float] {
    let y = run(
      convolution, layout.activations(x, channels: reference.channels, area: area), isTransposed: false, bias: bias,
      residual: residual.map { layout.activations($0, channels: reference.filters, area: outArea) }, clamp: clamp)
    return try #require(layout.plain(y, channels: reference.filters, area: outArea), "a lane without a filter is not zero")
  }

  func sourceGradient() throws -> [Float] {
    let transposed = pulmo_winograd(
      batch: reference.batch, channels: reference.filters, filters: reference.channels, height: reference.outHeight,
      width: reference.outWidth, padding: 2 - reference.padding, lanes: layout.lanes, threads: threads)
    let dx = run(transposed, layout.activations(dy, channels: reference.filters, area: outArea), isTransposed: true)
    return try #require(layout.plain(dx, channels: reference.channels, area: area), "a lane without a channel is not zero")
  }

  private func run(
    _ convolution: pulmo_winograd, _ source: [Float], isTransposed: Bool, bias: [Float]? = nil, residual: [Float]? = nil,
    clamp: ClosedRange<Float>? = nil
  ) -> [Float] {
    let area = (convolution.height + 2 * convolution.padding - 2) * (convolution.width + 2 * convolution.padding - 2)
    let count = convolution.batch * layout.blocks(convolution.filters) * layout.lanes * area
    let weights = layout.weights(w, filters: reference.filters, channels: reference.channels)
    return withAligned([source, weights, bias ?? [], residual ?? [Float](repeating: .nan, count: count)]) { inputs in
      withAligned([
        [Float](repeating: .nan, count: pulmo_winograd_weights_count(convolution)),
        [Float](repeating: .nan, count: pulmo_winograd_forward_scratch(convolution)),
      ]) { own in
        pulmo_winograd_weights(convolution, inputs[1], isTransposed, own[0])
        let clamp = pulmo_clamp(isOn: clamp != nil, lowest: clamp?.lowerBound ?? 0, highest: clamp?.upperBound ?? 0)
        pulmo_winograd_forward(
          convolution, inputs[0], own[0], bias == nil ? nil : inputs[2], residual == nil ? nil : inputs[3], clamp, inputs[3], own[1])
        return Array(UnsafeBufferPointer(start: inputs[3], count: count))
      }
    }
  }

  func gradients() -> (weights: [Float], bias: [Float]) {
    let count = layout.weights(w, filters: reference.filters, channels: reference.channels).count
    return withAligned([
      layout.activations(x, channels: reference.channels, area: area), layout.activations(dy, channels: reference.filters, area: outArea),
      [Float](repeating: .nan, count: count), [Float](repeating: .nan, count: reference.filters),
      [Float](repeating: .nan, count: pulmo_winograd_gradient_scratch(convolution)),
    ]) { memory in
      pulmo_winograd_weights_gradient(convolution, memory[0], memory[1], memory[2], memory[3], memory[4])
      let weights = Array(UnsafeBufferPointer(start: memory[2], count: count))
      return (
        layout.plain(weights: weights, filters: reference.filters, channels: reference.channels),
        Array(UnsafeBufferPointer(start: memory[3], count: reference.filters))
      )
    }
  }
}

/// Copies of arrays at the alignment the kernels want, for as long as `body` runs.
private func withAligned<Result>(_ arrays: [[Float]], _ body: ([UnsafeMutablePointer<Float>]) throws -> Result) rethrows -> Result {
  let copies = arrays.map { array in
    let raw = UnsafeMutableRawBufferPointer.allocate(byteCount: max(array.count, 1) * 4, alignment: 64)
    let copy = raw.bindMemory(to: Float.self)
    _ = copy.update(fromContentsOf: array)
    return copy
  }
  defer { copies.forEach { $0.deallocate() } }
  return try body(copies.compactMap(\.baseAddress))
}
