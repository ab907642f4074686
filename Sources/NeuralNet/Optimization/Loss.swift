/// The loss a network is trained on, from logits.
public struct Loss: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    case sigmoidCrossEntropy, softmaxCrossEntropy
  }
  public var kind: Kind
  /// Factor on each sample's loss by its class; for one sigmoid output: negative, positive. The sum is divided by the batch size.
  public var classWeights: [Float]?
  /// Share of the target spread evenly over the classes, `0 ..< 1`.
  public var labelSmoothing: Float

  public init(_ kind: Kind, classWeights: [Float]? = nil, labelSmoothing: Float = 0) {
    self.kind = kind
    self.classWeights = classWeights
    self.labelSmoothing = labelSmoothing
  }
}
