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
  /// For softmax: sets of classes that a sample may be known to be of, without knowing which. Each is a target more, behind those of the
  /// classes, and its probability is the sum of its classes'.
  ///
  /// With the classes normal, bacterial and viral and the union of the last two, a film known to show a pneumonia of either kind teaches that
  /// it is not normal, and nothing about the kind.
  public var unions: [[Int]]

  public init(_ kind: Kind, classWeights: [Float]? = nil, labelSmoothing: Float = 0, unions: [[Int]] = []) {
    precondition(unions.isEmpty || kind == .softmaxCrossEntropy, "unions are of softmax's classes")
    self.kind = kind
    self.classWeights = classWeights
    self.labelSmoothing = labelSmoothing
    self.unions = unions
  }
}
