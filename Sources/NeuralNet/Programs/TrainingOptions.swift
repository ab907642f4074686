/// Options of training that are no property of the graph.
///
/// Layers are named by their scopes; a name covers everything below it: `_blocks` has `_blocks.0._bn1` too.
public struct TrainingOptions: Hashable, Sendable, Codable {
  /// Gradients are scaled down to this global norm; nil leaves them.
  public var maximumGradientNorm: Float?
  /// Decay of the parameters' exponential moving average, `0 ..< 1`; nil keeps none.
  public var averageDecay: Float?
  /// Layers whose parameters stay as they are. Batch normalisation in them goes by its running statistics and leaves them.
  public var frozenLayers: [String]
  /// The only layers that learn, of those that ``frozenLayers`` leaves: all others are frozen. Nil: all that it leaves.
  public var learnedLayers: [String]?
  /// Factors on the learning rate by layer, positive. The longest name that covers a parameter counts; 1 where none does.
  public var rateFactors: [String: Float]
  /// Whether every batch normalisation goes by its running statistics and leaves them. Its scale and shift learn as other parameters do.
  public var freezesStatistics: Bool

  public init(
    maximumGradientNorm: Float? = nil, averageDecay: Float? = nil, frozenLayers: [String] = [], learnedLayers: [String]? = nil,
    rateFactors: [String: Float] = [:], freezesStatistics: Bool = false
  ) {
    precondition(rateFactors.values.allSatisfy { $0 > 0 && $0.isFinite }, "factors on the learning rate are positive: \(rateFactors)")
    self.maximumGradientNorm = maximumGradientNorm
    self.averageDecay = averageDecay
    self.frozenLayers = frozenLayers
    self.learnedLayers = learnedLayers
    self.rateFactors = rateFactors
    self.freezesStatistics = freezesStatistics
  }

  /// Whether the parameter `name` stays as it is.
  func freezes(_ name: String) -> Bool {
    frozenLayers.contains { name.isInScope($0) } || learnedLayers?.contains { name.isInScope($0) } == false
  }

  /// The factor on the learning rate of the parameter `name`.
  func rateFactor(of name: String) -> Float {
    rateFactors.filter { name.isInScope($0.key) }.max { $0.key.utf8.count < $1.key.utf8.count }?.value ?? 1
  }
}

extension String {
  /// Whether a parameter or layer of this name is `scope` or stands below it.
  fileprivate func isInScope(_ scope: String) -> Bool { self == scope || hasPrefix(scope + ".") }
}
