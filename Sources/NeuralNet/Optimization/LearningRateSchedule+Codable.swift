extension LearningRateSchedule: Codable {
  enum Name: String, CodingKey, CaseIterable { case constant, step, cosine, oneCycle }
  enum StepKeys: String, CodingKey, CaseIterable { case epochs, factor }
  enum CosineKeys: String, CodingKey, CaseIterable { case warmUpSteps, finalShare }
  enum OneCycleKeys: String, CodingKey, CaseIterable { case risingShare, startDivisor, finalDivisor }
  enum NoKeys: CodingKey, CaseIterable {}

  public init(from decoder: any Decoder) throws {
    let (name, hasSettings) = try decoder.choice(of: Name.self)
    let settings = hasSettings ? try decoder.container(keyedBy: Name.self).superDecoder(forKey: name) : nil
    switch name {
    case .constant:
      _ = try settings?.strictContainer(keyedBy: NoKeys.self)
      self = .constant
    case .step: self = try settings.map(Self.decodeStep) ?? .step()
    case .cosine: self = try settings.map(Self.decodeCosine) ?? .cosine()
    case .oneCycle: self = try settings.map(Self.decodeOneCycle) ?? .oneCycle()
    }
  }

  private static func decodeStep(from decoder: any Decoder) throws -> Self {
    let container = try decoder.strictContainer(keyedBy: StepKeys.self)
    let epochs = try container.decodeIfPresent(Int.self, forKey: .epochs) ?? 10
    let factor = try container.decodeIfPresent(Double.self, forKey: .factor) ?? 0.1
    try container.require(epochs >= 1, .epochs, "must be at least 1, not \(epochs)")
    try container.require(factor > 0 && factor.isFinite, .factor, "must be positive, not \(factor)")
    return .step(epochs: epochs, factor: factor)
  }

  private static func decodeCosine(from decoder: any Decoder) throws -> Self {
    let container = try decoder.strictContainer(keyedBy: CosineKeys.self)
    let warmUpSteps = try container.decodeIfPresent(Int.self, forKey: .warmUpSteps) ?? 0
    let finalShare = try container.decodeIfPresent(Double.self, forKey: .finalShare) ?? 0
    try container.require(warmUpSteps >= 0, .warmUpSteps, "must not be negative: \(warmUpSteps)")
    try container.require((0...1).contains(finalShare), .finalShare, "must be in 0 ... 1, not \(finalShare)")
    return .cosine(warmUpSteps: warmUpSteps, finalShare: finalShare)
  }

  private static func decodeOneCycle(from decoder: any Decoder) throws -> Self {
    let container = try decoder.strictContainer(keyedBy: OneCycleKeys.self)
    let risingShare = try container.decodeIfPresent(Double.self, forKey: .risingShare) ?? 0.3
    let startDivisor = try container.decodeIfPresent(Double.self, forKey: .startDivisor) ?? 25
    let finalDivisor = try container.decodeIfPresent(Double.self, forKey: .finalDivisor) ?? 10_000
    try container.require((0...1).contains(risingShare), .risingShare, "must be in 0 ... 1, not \(risingShare)")
    try container.require(startDivisor > 0 && startDivisor.isFinite, .startDivisor, "must be positive, not \(startDivisor)")
    try container.require(finalDivisor > 0 && finalDivisor.isFinite, .finalDivisor, "must be positive, not \(finalDivisor)")
    return .oneCycle(risingShare: risingShare, startDivisor: startDivisor, finalDivisor: finalDivisor)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    switch self {
    case .constant:
      _ = container.nestedContainer(keyedBy: NoKeys.self, forKey: .constant)
    case .step(let epochs, let factor):
      var settings = container.nestedContainer(keyedBy: StepKeys.self, forKey: .step)
      try settings.encode(epochs, forKey: .epochs)
      try settings.encode(factor, forKey: .factor)
    case .cosine(let warmUpSteps, let finalShare):
      var settings = container.nestedContainer(keyedBy: CosineKeys.self, forKey: .cosine)
      try settings.encode(warmUpSteps, forKey: .warmUpSteps)
      try settings.encode(finalShare, forKey: .finalShare)
    case .oneCycle(let risingShare, let startDivisor, let finalDivisor):
      var settings = container.nestedContainer(keyedBy: OneCycleKeys.self, forKey: .oneCycle)
      try settings.encode(risingShare, forKey: .risingShare)
      try settings.encode(startDivisor, forKey: .startDivisor)
      try settings.encode(finalDivisor, forKey: .finalDivisor)
    }
  }
}
