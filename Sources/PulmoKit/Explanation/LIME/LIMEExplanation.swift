/// What each superpixel of a film does to a network's probability of one class, as a straight line close to the film has it.
///
/// How far to believe it is part of it: ``determination`` says how well the line describes the network, ``LIMEAgreement`` how far other samples
/// say the same.
///
/// Source: Ribeiro, Singh, Guestrin, "'Why should I trust you?' Explaining the predictions of any classifier", KDD 2016.
public struct LIMEExplanation: Sendable, Hashable {
  /// The class that is explained.
  public let label: Label
  /// The network's of the class on the film itself, 0 to 1.
  public let probability: Double
  /// Of each superpixel, by its number: what showing it adds to the probability. Above 0 it speaks for the class, below 0 against it.
  public let weights: [Double]
  /// The line's probability of the film with everything hidden; no bounds hold it within 0 and 1.
  public let intercept: Double
  /// The line's of the film itself, ``intercept`` and all ``weights``; to be compared with ``probability``.
  public let localPrediction: Double
  /// R², weighted as the fit is: the share of what the network's probabilities vary by that the line follows. At most 1. Nil where the network
  /// said the same of all samples: there is nothing to explain, and all weights are 0. (The package says 1 there.)
  public let determination: Double?

  /// The superpixels of the greatest weights, for or against, the greatest first and of equal ones the lower number. Those of weight 0 are
  /// not among them, so there may be fewer than `count`.
  public func top(_ count: Int) -> [Int] {
    precondition(count >= 0, "\(count) superpixels")
    let order = weights.indices.filter { weights[$0] != 0 }.sorted { (abs(weights[$1]), $0) < (abs(weights[$0]), $1) }
    return Array(order.prefix(count))
  }
}
