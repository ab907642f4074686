import NeuralNet

/// Factors on the loss of normal and of pneumonia films; where three classes are told apart, `balanced` weighs the three.
///
/// In a recipe: `none`, `balanced`, or `{normal: 1.9, pneumonia: 0.7}`.
public enum ClassWeights: Sendable, Hashable {
  case none
  /// `n / (classes · n of the class)`, from the training part's films of known class: all classes weigh the same in all.
  case balanced
  case explicit(normal: Float, pneumonia: Float)

  /// The weights for a training part, normal first; nil where all films weigh the same.
  func values(for studies: [Study], _ scheme: LabelScheme) -> [Float]? {
    switch self {
    case .none:
      return nil
    case .balanced:
      let classes: [[Label]] = scheme == .binary ? [[.normal], [.bacterial, .viral, .pneumonia]] : [[.normal], [.bacterial], [.viral]]
      let counts = classes.map { labels in studies.count { labels.contains($0.label) } }
      guard counts.allSatisfy({ $0 > 0 }) else { return nil }
      let all = Double(counts.reduce(0, +))
      return counts.map { Float(all / Double(classes.count * $0)) }
    case .explicit(let normal, let pneumonia):
      return scheme == .binary ? [normal, pneumonia] : [normal, pneumonia, pneumonia]
    }
  }
}

extension ClassWeights: Codable {
  enum Name: String, CodingKey, CaseIterable { case none, balanced }
  enum CodingKeys: String, CodingKey, CaseIterable { case normal, pneumonia }

  public init(from decoder: any Decoder) throws {
    if (try? decoder.singleValueContainer().decode(String.self)) != nil {
      self = try decoder.choice(of: Name.self).name == .none ? .none : .balanced
      return
    }
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    let normal = try container.decode(Float.self, forKey: .normal)
    let pneumonia = try container.decode(Float.self, forKey: .pneumonia)
    try container.require(normal > 0 && normal.isFinite, .normal, "must be positive, not \(normal)")
    try container.require(pneumonia > 0 && pneumonia.isFinite, .pneumonia, "must be positive, not \(pneumonia)")
    self = .explicit(normal: normal, pneumonia: pneumonia)
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .none, .balanced:
      var container = encoder.singleValueContainer()
      try container.encode(self == .none ? Name.none.rawValue : Name.balanced.rawValue)
    case .explicit(let normal, let pneumonia):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(normal, forKey: .normal)
      try container.encode(pneumonia, forKey: .pneumonia)
    }
  }
}
