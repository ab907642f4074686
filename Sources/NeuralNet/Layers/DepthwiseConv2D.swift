/// A convolution that filters every channel with a kernel of its own: `[C, H, W]` to `[C, H′, W′]`.
///
/// It is ``Conv2D`` with as many groups and output channels as the input has channels; sizes follow from its formula.
///
/// Parameters: `weight` `[C, 1, kernel, kernel]`, `bias` `[C]`, zero at first.
///
/// Source: Chollet, "Xception: deep learning with depthwise separable convolutions", CVPR 2017.
public struct DepthwiseConv2D: Layer {
  /// Rows and columns of the kernels.
  public var kernel: Int
  /// Pixels from one window to the next; 1 by default.
  public var stride: Int
  /// Zeros around the picture; none by default.
  public var padding: PaddingRule
  /// The distance between kernel taps; 1 by default.
  public var dilation: Int
  /// Whether a bias is added.
  public var hasBias: Bool
  /// How the weight begins; He's normal by default, with a fan-in of `kernel²`.
  public var initializer: Initializer
  /// Coefficient of the penalty `l2 · Σ weight²` on the loss; none by default.
  public var l2: Float

  public init(
    kernel: Int, stride: Int = 1, padding: PaddingRule = 0, dilation: Int = 1, hasBias: Bool = true, initializer: Initializer = .heNormal,
    l2: Float = 0
  ) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.hasBias = hasBias
    self.initializer = initializer
    self.l2 = l2
  }

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    guard input.shape.rank == 3 else {
      throw ShapeError(layer: "depthwise convolution", expected: "[channels, rows, columns]", actual: input.shape)
    }
    return try Conv2D(
      channels: input.shape[0], kernel: kernel, stride: stride, padding: padding, dilation: dilation, groups: input.shape[0],
      hasBias: hasBias, initializer: initializer, l2: l2)(input, in: &graph)
  }
}
