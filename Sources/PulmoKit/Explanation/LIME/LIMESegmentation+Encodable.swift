extension LIMESegmentation: Encodable {
  private enum CodingKeys: String, CodingKey { case method }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .quickshift(let quickshift):
      try container.encode("quickshift", forKey: .method)
      try quickshift.encode(to: encoder)
    case .slic(let slic):
      try container.encode("slic", forKey: .method)
      try slic.encode(to: encoder)
    }
  }
}
