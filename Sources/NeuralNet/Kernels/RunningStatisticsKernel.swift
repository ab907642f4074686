/// `running ← (1 - momentum) · running + momentum · batch`; the variance as its unbiased estimate, as PyTorch keeps it.
/// Operands: batch mean, batch variance, running mean, running variance.
struct RunningStatisticsKernel: Kernel {
  let momentum: Float
  let channels: Int
  /// Scalars per channel that the batch's statistics are of.
  let sampleCount: Int

  var operation: String { "running statistics" }

  func run(_ memory: KernelMemory) {
    guard let mean = memory[0], let variance = memory[1], let runningMean = memory[2], let runningVariance = memory[3] else { return }
    let unbiased = sampleCount > 1 ? Float(sampleCount) / Float(sampleCount - 1) : 1
    for channel in 0..<channels {
      runningMean[channel] = (1 - momentum) * runningMean[channel] + momentum * mean[channel]
      runningVariance[channel] = (1 - momentum) * runningVariance[channel] + momentum * variance[channel] * unbiased
    }
  }
}
