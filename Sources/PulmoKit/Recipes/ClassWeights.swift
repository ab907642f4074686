import NeuralNet

/// Factors on the loss of normal and of pneumonia films.
///
/// In a recipe: `none`, `balanced`, or `{normal: 1.9, pneumonia: 0.7}`.
public enum ClassWeights: Sendable, Hashable {
  case none
  /// `n / (2 · n of the class)`, from the training part: both classes weigh the same in all.
  case balanced
  case explicit(normal: Float, pneumonia: Float)

  /// The weights for a training part, negative class first; nil where all films weigh the same.
  func values(for studies: [Study]) -> [Float]? {
    switch self {
    case .none:
      return nil
    case .balanced:
      let pneumonia = studies.count { $0.label.isPneumonia }
      let normal = studies.count - pneumonia
      guard pneumonia > 0, normal > 0 else { return nil }
      return [normal, pneumonia].map { Float(Double(studies.count) / Double(2 * $0)) }
    case .explicit(let normal, let pneumonia):
      return [normal, pneumonia]
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
