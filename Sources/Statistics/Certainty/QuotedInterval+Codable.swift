/// As JSON: `value`; `lower` and `upper` of what is quoted; `independent` and `clustered` with `value`, `lower`, `upper`. What there is not is null.
extension QuotedInterval {
  private enum CodingKeys: String, CodingKey {
    case value, lower, upper, independent, clustered
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      value: try container.decode(Double.self, forKey: .value), independent: try container.decode(Interval?.self, forKey: .independent),
      clustered: try container.decode(Interval?.self, forKey: .clustered))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value, forKey: .value)
    try container.encode(quoted?.lower, forKey: .lower)
    try container.encode(quoted?.upper, forKey: .upper)
    try container.encode(independent, forKey: .independent)
    try container.encode(clustered, forKey: .clustered)
  }
}
