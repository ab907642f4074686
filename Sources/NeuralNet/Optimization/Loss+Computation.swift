// Goals, in order: no overflow for any logit; double precision inside, since a batch's logits are few; one pass.
internal import Foundation

extension Loss {
  /// The mean loss of a batch and the gradient of that mean with respect to the logits.
  ///
  /// With targets `y` smoothed to `y′`, weights `w` and `N` samples:
  /// sigmoid: `L = Σ w · (max(z, 0) - z·y′ + log(1 + exp(-|z|))) / N`, `dL/dz = w · (sigmoid(z) - y′) / N`;
  /// softmax `p`: `L = -Σ w · y′ · log p / N`, `dL/dz = w · (p · Σ y′ - y′) / N`; a union `U` with target `u` adds
  /// `-w · u′ · log Σ_U p / N`, and shares `u′` among its classes as `p` does: `y′ ← y′ + u′ · p / Σ_U p`.
  /// A sample's weight is the mean of `classWeights` under its unsmoothed target; a union's is the mean of its classes'.
  ///
  /// - Parameters:
  ///   - logits: `[N, outputs]`
  ///   - targets: `[N, outputs + unions]`, probabilities
  ///   - gradient: `[N, outputs]`, overwritten; nil computes the loss alone
  func compute(
    logits: UnsafeBufferPointer<Float>, targets: UnsafeBufferPointer<Float>, outputs: Int, gradient: UnsafeMutableBufferPointer<Float>?
  ) -> Double {
    let count = logits.count / outputs
    var total = 0.0
    for sample in 0..<count {
      let range = sample * outputs..<(sample + 1) * outputs
      let z = UnsafeBufferPointer(rebasing: logits[range])
      let width = outputs + unions.count
      let y = UnsafeBufferPointer(rebasing: targets[sample * width..<(sample + 1) * width])
      let dz = gradient.map { UnsafeMutableBufferPointer(rebasing: $0[range]) }
      total += kind == .sigmoidCrossEntropy ? sigmoid(z, y, dz, count: count) : softmax(z, y, dz, count: count)
    }
    return total / Double(count)
  }

  private func sigmoid(
    _ logits: UnsafeBufferPointer<Float>, _ targets: UnsafeBufferPointer<Float>, _ gradient: UnsafeMutableBufferPointer<Float>?, count: Int
  ) -> Double {
    var loss = 0.0
    for index in logits.indices {
      let z = Double(logits[index])
      let target = Double(targets[index])
      let weight = classWeights.map { Double($0[0]) * (1 - target) + Double($0[1]) * target } ?? 1
      let smoothed = target * (1 - Double(labelSmoothing)) + Double(labelSmoothing) / 2
      loss += weight * (max(z, 0) - z * smoothed + log1p(exp(-abs(z))))
      gradient?[index] = Float(weight * (1 / (1 + exp(-z)) - smoothed) / Double(count))
    }
    return loss
  }

  private func softmax(
    _ logits: UnsafeBufferPointer<Float>, _ targets: UnsafeBufferPointer<Float>, _ gradient: UnsafeMutableBufferPointer<Float>?, count: Int
  ) -> Double {
    let weight = sampleWeight(targets, outputs: logits.count)
    let smoothing = Double(labelSmoothing)
    func smoothed(_ index: Int) -> Double {
      Double(targets[index]) * (1 - smoothing) + (index < logits.count ? smoothing / Double(logits.count) : 0)
    }
    let mass = targets.indices.reduce(0.0) { $0 + smoothed($1) }
    let all = logSum(logits, logits.indices)
    var loss = 0.0
    for index in logits.indices {
      let z = Double(logits[index]) - all
      loss -= weight * smoothed(index) * z
      gradient?[index] = Float(weight * (exp(z) * mass - smoothed(index)) / Double(count))
    }
    for (number, union) in unions.enumerated() where targets[logits.count + number] > 0 {
      let target = smoothed(logits.count + number)
      let own = logSum(logits, union)
      loss -= weight * target * (own - all)
      for index in union { gradient?[index] -= Float(weight * target * exp(Double(logits[index]) - own) / Double(count)) }
    }
    return loss
  }

  /// `log Σ exp` of the logits of `classes`.
  private func logSum(_ logits: UnsafeBufferPointer<Float>, _ classes: some Sequence<Int>) -> Double {
    let peak = classes.reduce(-Double.infinity) { max($0, Double(logits[$1])) }
    return peak + log(classes.reduce(0.0) { $0 + exp(Double(logits[$1]) - peak) })
  }

  private func sampleWeight(_ targets: UnsafeBufferPointer<Float>, outputs: Int) -> Double {
    guard let classWeights else { return 1 }
    let single = (0..<outputs).reduce(0.0) { $0 + Double(classWeights[$1]) * Double(targets[$1]) }
    return unions.enumerated().reduce(single) { sum, union in
      let weights = union.element.reduce(0.0) { $0 + Double(classWeights[$1]) }
      return sum + weights / Double(union.element.count) * Double(targets[outputs + union.offset])
    }
  }
}
