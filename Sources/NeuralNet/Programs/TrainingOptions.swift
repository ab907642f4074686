/// Options of training that are no property of the graph.
public struct TrainingOptions: Hashable, Sendable, Codable {
  /// Gradients are scaled down to this global norm; nil leaves them.
  public var maximumGradientNorm: Float?
  /// Decay of the parameters' exponential moving average, `0 ..< 1`; nil keeps none.
  public var averageDecay: Float?
  /// Names of layers (scopes) whose parameters stay as they are; a name covers everything below it. Batch normalisation in them goes by
  /// its running statistics and leaves them.
  public var frozenLayers: [String]

  public init(maximumGradientNorm: Float? = nil, averageDecay: Float? = nil, frozenLayers: [String] = []) {
    self.maximumGradientNorm = maximumGradientNorm
    self.averageDecay = averageDecay
    self.frozenLayers = frozenLayers
  }

  /// Whether the parameter `name` stays as it is.
  func freezes(_ name: String) -> Bool {
    frozenLayers.contains { name == $0 || name.hasPrefix($0 + ".") }
  }
}
