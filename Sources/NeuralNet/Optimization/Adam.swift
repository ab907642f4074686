import CKernels

/// Adam: steps scaled by running moments of the gradient.
///
/// With gradient `g`, learning rate `η` and step `t = 1, 2, …`, every step does
/// ```
/// m ← β₁·m + (1 - β₁)·g
/// v ← β₂·v + (1 - β₂)·g²
/// p ← p - η · m/(1 - β₁ᵗ) / (√(v/(1 - β₂ᵗ)) + ε)
/// ```
/// This is the paper's algorithm 1 and PyTorch's: `ε` is added to the root of the *corrected* second moment. Keras adds its epsilon
/// (the paper's "epsilon hat", 1e-7) to the root of the uncorrected one, so its ε counts for `ε / √(1 - β₂ᵗ)` here: 32 times as much at
/// the first step, as much in the end. Where gradients are far larger than ε both walk the same path.
///
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015; `torch.optim.Adam`.
public struct Adam: Optimizer {
  /// Decay of the first moment, `0 ..< 1`; 0.9 as in the paper.
  public var beta1: Double
  /// Decay of the second moment, `0 ..< 1`; 0.999 as in the paper.
  public var beta2: Double
  /// Keeps the quotient finite, positive; 1e-8 as in the paper and PyTorch. Keras's default is 1e-7.
  public var epsilon: Double

  public init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
    precondition((0..<1).contains(beta1), "beta1 \(beta1) is outside 0 ..< 1")
    precondition((0..<1).contains(beta2), "beta2 \(beta2) is outside 0 ..< 1")
    precondition(epsilon > 0, "epsilon \(epsilon) is not positive")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// The two moments.
  public var stateCount: Int { 2 }

  public func update(
    _ run: Range<Int>, of parameters: UnsafeMutableBufferPointer<Float>, gradients: UnsafeBufferPointer<Float>,
    state: [UnsafeMutableBufferPointer<Float>], step: Int, learningRate: Float
  ) {
    preconditionBuffers(run, parameters, gradients, state)
    update(run, parameters, gradients, state, step: step, learningRate: learningRate, decay: 1)
  }

  /// The step of Adam and AdamW: `decay` multiplies the parameters first.
  func update(
    _ run: Range<Int>, _ parameters: UnsafeMutableBufferPointer<Float>, _ gradients: UnsafeBufferPointer<Float>,
    _ state: [UnsafeMutableBufferPointer<Float>], step: Int, learningRate: Float, decay: Double
  ) {
    precondition(step >= 1, "steps count from 1, not \(step)")
    let numbers = pulmo_adam_step(
      beta1: Float(beta1), beta2: Float(beta2), share1: Float(1 - beta1), share2: Float(1 - beta2), decay: Float(decay),
      rate: Float(Double(learningRate) / (1 - power(beta1, step))), inverse_root: Float(1 / (1 - power(beta2, step)).squareRoot()),
      epsilon: Float(epsilon))
    let first = run.lowerBound
    pulmo_adam(
      parameters.baseAddress.map { $0 + first }, gradients.baseAddress.map { $0 + first }, state[0].baseAddress.map { $0 + first },
      state[1].baseAddress.map { $0 + first }, run.count, numbers)
  }

  /// `base` to a whole power, by squaring: the same bits whatever the C library.
  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}

extension Adam {
  enum CodingKeys: String, CodingKey, CaseIterable { case beta1, beta2, epsilon }

  /// Keys left out take their defaults; unknown keys and values out of range are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    let beta1 = try container.decodeIfPresent(Double.self, forKey: .beta1) ?? 0.9
    let beta2 = try container.decodeIfPresent(Double.self, forKey: .beta2) ?? 0.999
    let epsilon = try container.decodeIfPresent(Double.self, forKey: .epsilon) ?? 1e-8
    try container.require((0..<1).contains(beta1), .beta1, "must be in 0 ..< 1, not \(beta1)")
    try container.require((0..<1).contains(beta2), .beta2, "must be in 0 ..< 1, not \(beta2)")
    try container.require(epsilon > 0 && epsilon.isFinite, .epsilon, "must be positive, not \(epsilon)")
    self.init(beta1: beta1, beta2: beta2, epsilon: epsilon)
  }
}
