/// An optimizer as a recipe names it: `adam`, or with settings, `adam: {epsilon: 1.0e-7}`.
///
/// Settings left out take the optimizer's defaults; unknown ones are refused. The saved form always names every setting.
public enum OptimizerChoice: Hashable, Sendable {
  case sgd(SGD)
  case adam(Adam)
  case adamW(AdamW)

  /// The optimizer itself.
  public var optimizer: any Optimizer {
    switch self {
    case .sgd(let optimizer): optimizer
    case .adam(let optimizer): optimizer
    case .adamW(let optimizer): optimizer
    }
  }
}

extension OptimizerChoice: Codable {
  enum Name: String, CodingKey, CaseIterable { case sgd, adam, adamW }

  public init(from decoder: any Decoder) throws {
    let (name, hasSettings) = try decoder.choice(of: Name.self)
    let container = hasSettings ? try decoder.container(keyedBy: Name.self) : nil
    switch name {
    case .sgd: self = .sgd(try container?.decode(SGD.self, forKey: name) ?? SGD())
    case .adam: self = .adam(try container?.decode(Adam.self, forKey: name) ?? Adam())
    case .adamW: self = .adamW(try container?.decode(AdamW.self, forKey: name) ?? AdamW())
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    switch self {
    case .sgd(let optimizer): try container.encode(optimizer, forKey: .sgd)
    case .adam(let optimizer): try container.encode(optimizer, forKey: .adam)
    case .adamW(let optimizer): try container.encode(optimizer, forKey: .adamW)
    }
  }
}
