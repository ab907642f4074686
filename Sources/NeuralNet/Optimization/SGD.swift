import CKernels

/// Stochastic gradient descent, with momentum where asked for.
///
/// With gradient `g`, momentum `μ` and learning rate `η`, every step does
/// ```
/// v ← μ·v + g
/// p ← p - η·v                 plain momentum; without momentum, p ← p - η·g
/// p ← p - η·(g + μ·v)         Nesterov's
/// ```
/// The learning rate multiplies the velocity, so a changed rate acts at once: PyTorch's form, not Keras's, which multiplies the
/// gradient on its way in. At a constant rate both walk the same path.
///
/// Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013; `torch.optim.SGD`.
public struct SGD: Optimizer {
  /// `0 ..< 1`. Zero, plain gradient descent, keeps no state.
  public var momentum: Double
  /// Whether the step looks ahead along the velocity. Does nothing without momentum.
  public var isNesterov: Bool

  public init(momentum: Double = 0, isNesterov: Bool = false) {
    precondition((0..<1).contains(momentum), "momentum \(momentum) is outside 0 ..< 1")
    self.momentum = momentum
    self.isNesterov = isNesterov
  }

  public var stateCount: Int { momentum == 0 ? 0 : 1 }

  public func update(
    _ run: Range<Int>, of parameters: UnsafeMutableBufferPointer<Float>, gradients: UnsafeBufferPointer<Float>,
    state: [UnsafeMutableBufferPointer<Float>], step: Int, learningRate: Float
  ) {
    preconditionBuffers(run, parameters, gradients, state)
    let first = run.lowerBound
    let (p, g, count) = (parameters.baseAddress.map { $0 + first }, gradients.baseAddress.map { $0 + first }, run.count)
    guard let velocity = state.first?.baseAddress.map({ $0 + first }) else { return pulmo_sgd(p, g, count, learningRate) }
    if isNesterov {
      pulmo_sgd_nesterov(p, g, velocity, count, learningRate, Float(momentum))
    } else {
      pulmo_sgd_momentum(p, g, velocity, count, learningRate, Float(momentum))
    }
  }
}

extension SGD {
  enum CodingKeys: String, CodingKey, CaseIterable { case momentum, isNesterov }

  /// Keys left out take their defaults; unknown keys and values out of range are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    let momentum = try container.decodeIfPresent(Double.self, forKey: .momentum) ?? 0
    try container.require((0..<1).contains(momentum), .momentum, "must be in 0 ..< 1, not \(momentum)")
    self.init(momentum: momentum, isNesterov: try container.decodeIfPresent(Bool.self, forKey: .isNesterov) ?? false)
  }
}
