import NeuralNet

/// How films are dealt into train, val and test parts.
public struct SplitRecipe: Sendable, Hashable {
  /// Of train, val and test, together 1. Only test may be 0: then a model has no figures of its own.
  public var fractions: [Double]
  public var seed: UInt64
  /// A split written by an earlier run, taken instead of dealing: `id,patient,label,split`.
  public var file: String?
  /// What is dealt as a whole.
  public var unit: SplitUnit

  public init(fractions: [Double] = [0.8, 0.1, 0.1], seed: UInt64 = 2018, file: String? = nil, unit: SplitUnit = .patient) {
    self.fractions = fractions
    self.seed = seed
    self.file = file
    self.unit = unit
  }
}

/// What a split deals as a whole.
public enum SplitUnit: String, Sendable, Hashable, Codable, CaseIterable {
  /// All films of a patient, and all of one content: what figures on new children take.
  case patient
  /// Each film by itself, so that films of one child stand on two sides. Much published work does so; it is here to compare with, and its
  /// figures flatter.
  case film
}

extension SplitRecipe: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case fractions, seed, file, unit }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init()
    try container.read(.fractions, into: &fractions)
    try container.read(.seed, into: &seed)
    try container.read(.file, into: &file)
    try container.read(.unit, into: &unit)
    let sum = fractions.reduce(0, +)
    try container.require(
      fractions.count == 3 && fractions.allSatisfy { $0 >= 0 } && fractions.prefix(2).allSatisfy { $0 > 0 } && abs(sum - 1) < 1e-6,
      .fractions,
      "must be three shares (train, val, test; only test may be 0) that sum to 1, not \(fractions)")
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(fractions, forKey: .fractions)
    try container.encode(seed, forKey: .seed)
    try container.encode(file, forKey: .file)
    try container.encode(unit, forKey: .unit)
  }
}
