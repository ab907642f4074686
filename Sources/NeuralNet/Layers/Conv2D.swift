/// A 2-D convolution with square kernels: `[C, H, W]` to `[channels, H′, W′]`.
///
/// ```
/// y[o, i, j] = bias[o] + Σ c, u, v  weight[o, c, u, v] · x[c, stride·i + dilation·u - top, stride·j + dilation·v - left]
/// H′ = (H + top + bottom - dilation·(kernel - 1) - 1) / stride + 1, rounded down; W′ alike
/// ```
/// Outside the picture `x` is zero: ``padding`` says how many zeros lie above (`top`), below and beside it. With groups, output `o` sees
/// only the channels of its own group. Like every deep-learning library's, it is a cross-correlation: the kernel is not mirrored.
///
/// Parameters: `weight` `[channels, C / groups, kernel, kernel]`, `bias` `[channels]`, zero at first.
///
/// Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016; `torch.nn.Conv2d`.
public struct Conv2D: Layer {
  /// Channels of the result.
  public var channels: Int
  /// Rows and columns of the kernel.
  public var kernel: Int
  /// Pixels from one window to the next; 1 by default, every pixel.
  public var stride: Int
  /// Zeros around the picture; none by default ("valid"). `(kernel - 1) / 2` on each side keeps its size at stride 1.
  public var padding: PaddingRule
  /// The distance between kernel taps; 1 by default, a plain convolution.
  public var dilation: Int
  /// Channels in and out are split into this many independent groups; 1 by default.
  public var groups: Int
  /// Whether a bias is added; a convolution before batch normalisation needs none.
  public var hasBias: Bool
  /// How the weight begins; He's normal by default, made for the rectifiers that follow most convolutions.
  public var initializer: Initializer
  /// Coefficient of the penalty `l2 · Σ weight²` on the loss; none by default. The bias carries none.
  public var l2: Float

  public init(
    channels: Int, kernel: Int, stride: Int = 1, padding: PaddingRule = 0, dilation: Int = 1, groups: Int = 1, hasBias: Bool = true,
    initializer: Initializer = .heNormal, l2: Float = 0
  ) {
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    self.hasBias = hasBias
    self.initializer = initializer
    self.l2 = l2
  }

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    let attributes = ConvolutionAttributes(
      channels: channels, kernel: kernel, stride: stride,
      padding: padding.padding(of: input.shape, extent: dilation * (kernel - 1) + 1, stride: stride), dilation: dilation, groups: groups,
      hasBias: hasBias)
    return try graph.convolution(input, attributes, initializer: initializer, l2: l2)
  }
}
