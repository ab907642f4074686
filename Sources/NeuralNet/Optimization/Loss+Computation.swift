// Goals, in order: no overflow for any logit; double precision inside, since a batch's logits are few; one pass.
internal import Foundation

extension Loss {
  /// The mean loss of a batch and the gradient of that mean with respect to the logits.
  ///
  /// With targets `y` smoothed to `y′`, weights `w` and `N` samples:
  /// sigmoid: `L = Σ w · (max(z, 0) - z·y′ + log(1 + exp(-|z|))) / N`, `dL/dz = w · (sigmoid(z) - y′) / N`;
  /// softmax: `L = -Σ w · y′ · log softmax(z) / N`, `dL/dz = w · (softmax(z) · Σ y′ - y′) / N`.
  /// A sample's weight is the mean of `classWeights` under its unsmoothed target.
  ///
  /// - Parameters:
  ///   - logits: `[N, outputs]`
  ///   - targets: `[N, outputs]`, probabilities
  ///   - gradient: `[N, outputs]`, overwritten; nil computes the loss alone
  func compute(
    logits: UnsafeBufferPointer<Float>, targets: UnsafeBufferPointer<Float>, outputs: Int, gradient: UnsafeMutableBufferPointer<Float>?
  ) -> Double {
    let count = logits.count / outputs
    var total = 0.0
    for sample in 0..<count {
      let range = sample * outputs..<(sample + 1) * outputs
      let z = UnsafeBufferPointer(rebasing: logits[range])
      let y = UnsafeBufferPointer(rebasing: targets[range])
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
    let peak = Double(logits.max() ?? 0)
    let sum = logits.reduce(0.0) { $0 + exp(Double($1) - peak) }
    let weight = classWeights.map { weights in zip(weights, targets).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } } ?? 1
    let smoothing = Double(labelSmoothing)
    func smoothed(_ index: Int) -> Double { Double(targets[index]) * (1 - smoothing) + smoothing / Double(logits.count) }
    let mass = logits.indices.reduce(0.0) { $0 + smoothed($1) }
    var loss = 0.0
    for index in logits.indices {
      let z = Double(logits[index]) - peak
      loss -= weight * smoothed(index) * (z - log(sum))
      gradient?[index] = Float(weight * (exp(z) / sum * mass - smoothed(index)) / Double(count))
    }
    return loss
  }
}
