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
    self.kind = kind
    self.classWeights = classWeights
    self.labelSmoothing = labelSmoothing
    self.unions = unions
  }
}

extension Loss {
  /// Stops a program whose loss is not one of a network with these outputs, `[N, outputs]`.
  func preconditionFits(outputs shape: Shape) {
    guard !unions.isEmpty else { return }
    precondition(kind == .softmaxCrossEntropy && shape.rank == 2, "unions are of softmax's classes, not of \(shape)")
    for union in unions {
      precondition(
        !union.isEmpty && Set(union).count == union.count && union.allSatisfy((0..<shape[1]).contains),
        "the union \(union) is no set of some of \(shape[1]) classes")
    }
  }

  private enum CodingKeys: String, CodingKey { case kind, classWeights, labelSmoothing, unions }

  /// A loss written before there were unions has none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(Kind.self, forKey: .kind), classWeights: try container.decodeIfPresent([Float].self, forKey: .classWeights),
      labelSmoothing: try container.decode(Float.self, forKey: .labelSmoothing),
      unions: try container.decodeIfPresent([[Int]].self, forKey: .unions) ?? [])
  }
}
