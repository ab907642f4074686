internal import CKernels

/// The gradient of a 3×3 convolution's weights and bias from the gradient behind its 2×2 maximum pooling, for few channels in: no
/// picture of the convolution's size is made or read.
///
/// Operands: source (plain), gradient of the pooled result, places, gradient of the weights, scratch, and with a bias its gradient.
struct PooledConvolutionWeightsGradient: Kernel {
  private let shape: pulmo_pooled_convolution
  private let hasBias: Bool

  var operation: String { "pooling and convolution, backward weights" }

  /// Scalars of the scratch operand.
  var scratchCount: Int { PULMO_POOLED_CONVOLUTION_SHARES * shape.blocks * (9 * shape.in_channels + 1) * shape.lanes }

  /// Nil where the kernel does not know the shape.
  /// - Parameter source: `[N, C, H, W]`
  init?(_ attributes: ConvolutionAttributes, source: [Int], pooling: MaxPoolShape) {
    let pool = pooling.structure
    // With more channels than a picture has colours, oneDNN's dense sums over a made gradient are the faster ones.
    guard attributes.kernel == 3, attributes.stride == 1, attributes.dilation == 1, attributes.groups == 1, pool.kernel == 2, source[1] <= 4
    else { return nil }
    shape = pulmo_pooled_convolution(
      lanes: pool.lanes, batch: source[0], in_channels: source[1], channels: attributes.channels, blocks: pool.blocks, rows: source[2],
      columns: source[3], out_rows: pool.rows / 2, out_columns: pool.columns / 2, top: attributes.padding.top,
      left: attributes.padding.left)
    hasBias = attributes.hasBias
    guard withUnsafePointer(to: shape, pulmo_pooled_convolution_is_supported) != 0 else { return nil }
  }

  func run(_ memory: KernelMemory) {
    withUnsafePointer(to: shape) {
      pulmo_pooled_convolution_weights_gradient(
        $0, memory[0], memory[1], memory.bytes(2), memory[3], hasBias ? memory[5] : nil, memory[4])
    }
  }
}
