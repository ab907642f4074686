#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the learning rate moves over a training, as a share of its peak; recipe data such as `cosine: {warmUpSteps: 100}`, or a bare
/// `constant`. Settings left out take their defaults; unknown ones are refused.
public enum LearningRateSchedule: Hashable, Sendable {
  /// The peak throughout.
  case constant
  /// The peak, multiplied by `factor` after every `epochs` epochs. Defaults: 10 and 0.1, as in ResNet's recipes.
  case step(epochs: Int = 10, factor: Double = 0.1)
  /// A straight line up over `warmUpSteps` steps, then half a cosine down to `finalShare` of the peak. Defaults: 0 and 0.
  ///
  /// Step `t < w` of the warm-up has `(t + 1) / w` of the peak, the first step after it the whole of it, and the last step of all
  /// `finalShare`. Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017.
  case cosine(warmUpSteps: Int = 0, finalShare: Double = 0)
  /// Half a cosine up from `1 / startDivisor` of the peak over `risingShare` of the steps, then half a cosine down to
  /// `1 / (startDivisor · finalDivisor)`. Defaults: 0.3, 25 and 10,000, those of `torch.optim.lr_scheduler.OneCycleLR`, whose rates these
  /// are. Momentum is left as it is. Source: Smith and Topin, "Super-convergence", 2018.
  case oneCycle(risingShare: Double = 0.3, startDivisor: Double = 25, finalDivisor: Double = 10_000)

  /// The learning rate of one step.
  ///
  /// - Parameters:
  ///   - step: 0 at the first step. Past the end the last rate holds.
  ///   - total: the steps of the whole training.
  ///   - stepsPerEpoch: at least 1; only the step schedule looks at it.
  ///   - peak: the highest learning rate.
  public func rate(at step: Int, of total: Int, stepsPerEpoch: Int, peak: Float) -> Float {
    precondition(step >= 0, "steps count from 0, not \(step)")
    precondition(total >= 1 && stepsPerEpoch >= 1, "a training of \(total) steps, \(stepsPerEpoch) an epoch")
    return Float(share(at: min(step, total - 1), of: total, stepsPerEpoch: stepsPerEpoch) * Double(peak))
  }

  private func share(at step: Int, of total: Int, stepsPerEpoch: Int) -> Double {
    switch self {
    case .constant:
      return 1
    case .step(let epochs, let factor):
      return pow(factor, Double(step / stepsPerEpoch / epochs))
    case .cosine(let warmUp, let finalShare):
      if step < warmUp { return Double(step + 1) / Double(warmUp) }
      return Self.halfCosine(from: 1, to: finalShare, Self.progress(Double(step), from: Double(warmUp), to: Double(total - 1)))
    case .oneCycle(let risingShare, let startDivisor, let finalDivisor):
      let crest = risingShare * Double(total) - 1
      let start = 1 / startDivisor
      if Double(step) <= crest { return Self.halfCosine(from: start, to: 1, Self.progress(Double(step), from: 0, to: crest)) }
      return Self.halfCosine(from: 1, to: start / finalDivisor, Self.progress(Double(step), from: crest, to: Double(total - 1)))
    }
  }

  /// How far `step` is on its way, 0 to 1; on a way of no length it stays at the start.
  private static func progress(_ step: Double, from start: Double, to end: Double) -> Double {
    end > start ? (step - start) / (end - start) : 0
  }

  private static func halfCosine(from start: Double, to end: Double, _ progress: Double) -> Double {
    end + (start - end) * (1 + cos(.pi * progress)) / 2
  }
}
