/// The greatest value of each window: `[C, H, W]` to `[C, H′, W′]`, `H′ = (H + 2·padding - kernel) / stride + 1`, rounded down.
///
/// Padding never wins a window. Rows and columns that no whole window reaches are left out. The gradient goes to the first greatest
/// value of the window.
///
/// Source: `torch.nn.MaxPool2d`.
public struct MaxPool2D: Layer {
  /// Rows and columns of a window.
  public var kernel: Int
  /// Pixels from one window to the next; the kernel by default, so that windows do not overlap.
  public var stride: Int
  /// Pixels added on each side, at most half the kernel; none by default.
  public var padding: Int

  public init(kernel: Int, stride: Int? = nil, padding: Int = 0) {
    self.kernel = kernel
    self.stride = stride ?? kernel
    self.padding = padding
  }

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    try graph.pooling(input, PoolingAttributes(.maximum, kernel: kernel, stride: stride, padding: padding))
  }
}

/// The mean of each window: `[C, H, W]` to `[C, H′, W′]`, sizes as in ``MaxPool2D``.
///
/// Padding does not count: a window over the edge is divided by the pixels it has inside the picture, as
/// `torch.nn.AvgPool2d(count_include_pad=False)` and Keras do.
public struct AveragePool2D: Layer {
  /// Rows and columns of a window.
  public var kernel: Int
  /// Pixels from one window to the next; the kernel by default.
  public var stride: Int
  /// Pixels added on each side, at most half the kernel; none by default.
  public var padding: Int

  public init(kernel: Int, stride: Int? = nil, padding: Int = 0) {
    self.kernel = kernel
    self.stride = stride ?? kernel
    self.padding = padding
  }

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    try graph.pooling(input, PoolingAttributes(.average, kernel: kernel, stride: stride, padding: padding))
  }
}

/// The mean over rows and columns: `[C, H, W]` to `[C]`.
///
/// Source: Lin, Chen and Yan, "Network in network", ICLR 2014.
public struct GlobalAveragePool: Layer {
  public init() {}

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    try graph.globalAveragePooling(input)
  }
}
