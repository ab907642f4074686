internal import CKernels
internal import COneDNN

/// The gradient of a depthwise convolution's weights and bias in a blocked layout. oneDNN 3.2 falls back to a matrix product for each
/// channel where the kernel is not 3×3: 40 times slower.
///
/// Operands: source, gradient of the result, gradient of the weights, scratch, and with a bias its gradient.
struct DepthwiseWeightsGradient: Kernel {
  private let shape: pulmo_depthwise
  private let hasBias: Bool

  var operation: String { "convolution, backward weights" }

  /// Scalars of the scratch operand.
  var scratchCount: Int { PULMO_DEPTHWISE_SHARES * shape.blocks * (shape.kernel * shape.kernel + 1) * shape.lanes }

  /// Nil where the convolution is not depthwise or the kernel does not know its shape.
  /// - Parameter source: `[N, C, H, W]`; `destination` alike.
  /// - Parameter lanes: channels that the layout of both keeps together.
  init?(_ attributes: ConvolutionAttributes, source: [Int], destination: [Int], lanes: Int) {
    guard attributes.groups == source[1], attributes.channels == source[1], attributes.dilation == 1 else { return nil }
    shape = pulmo_depthwise(
      lanes: lanes, batch: source[0], channels: source[1], blocks: (source[1] + lanes - 1) / lanes, rows: source[2], columns: source[3],
      out_rows: destination[2], out_columns: destination[3], kernel: attributes.kernel, stride: attributes.stride,
      top: attributes.padding.top, left: attributes.padding.left)
    hasBias = attributes.hasBias
    guard withUnsafePointer(to: shape, pulmo_depthwise_is_supported) != 0 else { return nil }
  }

  func run(_ memory: KernelMemory) {
    withUnsafePointer(to: shape) {
      pulmo_depthwise_weights_gradient($0, memory[0], memory[1], memory[2], hasBias ? memory[4] : nil, memory[3])
    }
  }
}
