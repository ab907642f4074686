/// What a node of a graph computes. Weights are parameters of the graph, named by the node that uses them.
public enum Operation: Hashable, Sendable {
  /// The graph's input, `[N, …]`.
  case input
  case convolution(ConvolutionAttributes)
  case dense(units: Int, hasBias: Bool)
  case batchNormalization(BatchNormalizationAttributes)
  case activation(Activation)
  case pooling(PoolingAttributes)
  /// The mean over rows and columns: `[N, C, H, W]` to `[N, C]`.
  case globalAveragePooling
  case dropout(rate: Float)
  /// The sum of two or more symbols of one shape.
  case add
  /// Joins along the channels, dimension 1.
  case concatenation
  /// `[N, C, H, W]` to `[N, C·H·W]`, row-major.
  case flatten
}

/// An elementwise function.
public enum Activation: String, Hashable, Sendable, Codable, CaseIterable {
  /// `max(0, x)`
  case relu
  /// `min(max(0, x), 6)`
  case relu6
  /// `x · sigmoid(x)`
  case silu
  /// `1 / (1 + exp(-x))`
  case sigmoid
}

/// How a 2-D convolution walks over its input. Weights are `[out, in / groups, kernel, kernel]`.
public struct ConvolutionAttributes: Hashable, Sendable, Codable {
  public var channels: Int
  public var kernel: Int
  public var stride: Int
  /// Zeros around the picture.
  public var padding: Padding
  /// The distance between kernel taps; 1 is a plain convolution.
  public var dilation: Int
  /// Channels are split into this many independent groups; as many as there are channels is a depthwise convolution.
  public var groups: Int
  public var hasBias: Bool

  public init(
    channels: Int, kernel: Int, stride: Int = 1, padding: Padding = 0, dilation: Int = 1, groups: Int = 1, hasBias: Bool = true
  ) {
    self.channels = channels
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    self.hasBias = hasBias
  }
}

public struct PoolingAttributes: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    case maximum
    /// The mean of the pixels inside the picture: padding does not count.
    case average
  }
  public var kind: Kind
  public var kernel: Int
  public var stride: Int
  public var padding: Int

  public init(_ kind: Kind, kernel: Int, stride: Int, padding: Int = 0) {
    self.kind = kind
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }
}

public struct BatchNormalizationAttributes: Hashable, Sendable, Codable {
  /// Added to the variance before its square root.
  public var epsilon: Float
  /// The share of a batch's statistics in the running ones: `running ← (1 - momentum) · running + momentum · batch`.
  public var momentum: Float
  /// Whether training too uses the running statistics and leaves them as they are.
  public var isFrozen: Bool

  public init(epsilon: Float = 1e-5, momentum: Float = 0.1, isFrozen: Bool = false) {
    self.epsilon = epsilon
    self.momentum = momentum
    self.isFrozen = isFrozen
  }
}
