/// Batch normalisation of each channel of `[C, H, W]`; the shape stays.
///
/// ```
/// y = (x - μ) / √(σ² + epsilon) · weight + bias
/// ```
/// In training `μ` and `σ²` are the batch's own mean and (biased) variance over batch, rows and columns, and the running statistics
/// move towards them; in inference, and where frozen, they are the running statistics.
///
/// Parameters, all `[C]`: `weight` (ones at first), `bias` (zeros), and untrained `running_mean` (zeros), `running_var` (ones).
///
/// Source: Ioffe and Szegedy, "Batch normalization", ICML 2015; `torch.nn.BatchNorm2d`.
public struct BatchNorm: Layer {
  /// Added to the variance before its root; 1e-5 as in PyTorch. Keras's default is 1e-3.
  public var epsilon: Float
  /// The share of a batch in the running statistics, `0 ... 1`: `running ← (1 - momentum)·running + momentum·batch`. 0.1 as in PyTorch;
  /// Keras names the other share, 0.99 by default.
  public var momentum: Float
  /// Whether training too uses the running statistics and leaves them as they are; false by default. Scale and shift still learn.
  public var isFrozen: Bool

  public init(epsilon: Float = 1e-5, momentum: Float = 0.1, isFrozen: Bool = false) {
    self.epsilon = epsilon
    self.momentum = momentum
    self.isFrozen = isFrozen
  }

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    try graph.batchNormalization(
      input, BatchNormalizationAttributes(epsilon: epsilon, momentum: momentum, isFrozen: isFrozen))
  }
}
