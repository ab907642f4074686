extension Hiding: Encodable {
  private enum CodingKeys: String, CodingKey { case by, level }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .mean:
      try container.encode("mean", forKey: .by)
      try container.encodeNil(forKey: .level)
    case .color(let level):
      try container.encode("color", forKey: .by)
      try container.encode(level, forKey: .level)
    }
  }
}
