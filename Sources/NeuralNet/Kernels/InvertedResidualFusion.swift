internal import CKernels

/// A convolution, a depthwise convolution and a projection as one kernel: the wide activations between them stay in the second-level
/// cache, of each picture a few rows at a time. `Documentation/Decisions/0005-inverted-residuals.md` has the figures.
struct InvertedResidualFusion {
  let shape: pulmo_inverted_residual

  /// Terms of the first convolution's sums where it reads planes; with more of them oneDNN's convolution is the faster one.
  private static let greatestPlaneTermCount = 64

  /// A convolution with what clamps its result.
  struct Stage {
    let attributes: ConvolutionAttributes
    /// Nil for a result as it comes.
    let range: ClosedRange<Float>?
    /// Of its result, `[N, C, H, W]`.
    let result: [Int]
  }

  /// Nil where the kernel does not know the shape.
  /// - Parameter source: `[N, C, H, W]`
  init?(_ first: Stage, _ depthwise: Stage, _ projection: Stage, source: [Int], addsSource: Bool, threads: Int) {
    let (a, b, c) = (first.attributes, depthwise.attributes, projection.attributes)
    guard Winograd.lanes > 0, a.groups == 1, a.dilation == 1, b.dilation == 1, b.groups == a.channels, b.channels == a.channels,
      c.groups == 1, c.isPointwise, a.hasBias, b.hasBias, c.hasBias, projection.range == nil,
      a.padding.isNatural, b.padding.isNatural,
      a.isPointwise || (a.kernel > 1 && a.kernel * a.kernel * source[1] <= InvertedResidualFusion.greatestPlaneTermCount)
    else { return nil }
    shape = pulmo_inverted_residual(
      batch: source[0], channels: source[1], rows: source[2], columns: source[3],
      first_kernel: a.kernel, first_stride: a.stride, first_top: a.padding.top, first_left: a.padding.left,
      first_clamp: pulmo_clamp(first.range),
      inner_channels: a.channels, inner_rows: first.result[2], inner_columns: first.result[3],
      kernel: b.kernel, stride: b.stride, top: b.padding.top, left: b.padding.left, clamp: pulmo_clamp(depthwise.range),
      filters: c.channels, out_rows: projection.result[2], out_columns: projection.result[3], adds_source: addsSource,
      lanes: Winograd.lanes, threads: threads)
    guard withUnsafePointer(to: shape, pulmo_inverted_residual_is_supported) else { return nil }
  }

  init(shape: pulmo_inverted_residual) { self.shape = shape }

  /// Whether the source is row-major; else channels are the innermost dimension.
  var readsPlanes: Bool { shape.first_kernel > 1 }

  /// Scalars of the prepared weights.
  var weightsCount: Int { withUnsafePointer(to: shape, pulmo_inverted_residual_weights_count) }

  var implementation: String { shape.lanes == 16 ? "pulmo:fused:avx512" : "pulmo:fused:avx2" }
}

/// Lays the weights out as the kernel reads them. Operands: weights and bias of the three convolutions in turn, prepared weights.
struct InvertedResidualWeights: Kernel {
  let block: InvertedResidualFusion

  var operation: String { "inverted residual, weights" }
  var implementation: String { block.implementation }

  func run(_ memory: KernelMemory) {
    guard let prepared = memory[6] else { return }
    let weights = pulmo_inverted_residual_weights(
      first: memory[0], first_bias: memory[1], depthwise: memory[2], depthwise_bias: memory[3], projection: memory[4],
      projection_bias: memory[5])
    withUnsafePointer(to: block.shape) { pulmo_inverted_residual_prepare($0, weights, prepared) }
  }
}

/// The three convolutions. Operands: source, prepared weights, result, scratch.
struct InvertedResidualForward: Kernel {
  let block: InvertedResidualFusion

  var operation: String { block.readsPlanes ? "stem and block" : "inverted residual" }
  var implementation: String { block.implementation }
  /// Scalars of the scratch operand.
  var scratchCount: Int { withUnsafePointer(to: block.shape, pulmo_inverted_residual_scratch) }

  var floatingPointOperations: Int? {
    let s = block.shape
    let first = s.inner_rows * s.inner_columns * s.first_kernel * s.first_kernel * s.channels
    return 2 * s.batch * s.inner_channels * (first + s.out_rows * s.out_columns * (s.kernel * s.kernel + s.filters))
  }

  func run(_ memory: KernelMemory) {
    withUnsafePointer(to: block.shape) { pulmo_inverted_residual_forward($0, memory[0], memory[1], memory[2], memory[3]) }
  }
}

extension Padding {
  /// Whether nothing is cut off.
  fileprivate var isNatural: Bool { min(top, left, bottom, right) >= 0 }
}

extension ConvolutionAttributes {
  /// Whether it mixes the channels of each pixel and nothing else.
  fileprivate var isPointwise: Bool { kernel == 1 && stride == 1 && padding == 0 && groups == 1 }
}
