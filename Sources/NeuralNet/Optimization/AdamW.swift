/// Adam with weight decay that does not pass through the moments.
///
/// Before ``Adam``'s step with learning rate `η`, `p ← (1 - η·λ)·p`. The decay reaches every parameter the program updates, biases
/// and batch normalisation's scales too, as `torch.optim.AdamW` does when given them all.
///
/// Source: Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019.
public struct AdamW: Optimizer {
  /// Decay of the first moment, `0 ..< 1`; 0.9 as in ``Adam``.
  public var beta1: Double
  /// Decay of the second moment, `0 ..< 1`; 0.999 as in ``Adam``.
  public var beta2: Double
  /// Keeps the quotient finite, positive; 1e-8 as in ``Adam``.
  public var epsilon: Double
  /// `λ`, not negative; 0.01 as in PyTorch.
  public var weightDecay: Double

  public init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0.01) {
    precondition((0..<1).contains(beta1), "beta1 \(beta1) is outside 0 ..< 1")
    precondition((0..<1).contains(beta2), "beta2 \(beta2) is outside 0 ..< 1")
    precondition(epsilon > 0, "epsilon \(epsilon) is not positive")
    precondition(weightDecay >= 0, "weight decay \(weightDecay) is negative")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// The two moments.
  public var stateCount: Int { 2 }

  public func update(
    _ run: Range<Int>, of parameters: UnsafeMutableBufferPointer<Float>, gradients: UnsafeBufferPointer<Float>,
    state: [UnsafeMutableBufferPointer<Float>], step: Int, learningRate: Float
  ) {
    preconditionBuffers(run, parameters, gradients, state)
    Adam(beta1: beta1, beta2: beta2, epsilon: epsilon).update(
      run, parameters, gradients, state, step: step, learningRate: learningRate, decay: 1 - Double(learningRate) * weightDecay)
  }
}

extension AdamW {
  enum CodingKeys: String, CodingKey, CaseIterable { case beta1, beta2, epsilon, weightDecay }

  /// Keys left out take their defaults; unknown keys and values out of range are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    let beta1 = try container.decodeIfPresent(Double.self, forKey: .beta1) ?? 0.9
    let beta2 = try container.decodeIfPresent(Double.self, forKey: .beta2) ?? 0.999
    let epsilon = try container.decodeIfPresent(Double.self, forKey: .epsilon) ?? 1e-8
    let weightDecay = try container.decodeIfPresent(Double.self, forKey: .weightDecay) ?? 0.01
    try container.require((0..<1).contains(beta1), .beta1, "must be in 0 ..< 1, not \(beta1)")
    try container.require((0..<1).contains(beta2), .beta2, "must be in 0 ..< 1, not \(beta2)")
    try container.require(epsilon > 0 && epsilon.isFinite, .epsilon, "must be positive, not \(epsilon)")
    try container.require(weightDecay >= 0 && weightDecay.isFinite, .weightDecay, "must not be negative: \(weightDecay)")
    self.init(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay)
  }
}
