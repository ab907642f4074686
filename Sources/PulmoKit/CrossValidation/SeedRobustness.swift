/// The out-of-fold figures of one seed under the corruptions, the films of all folds together.
public struct SeedRobustness: Sendable, Hashable {
  public let seed: UInt64
  public let robustness: Robustness

  /// A heading and the table.
  var lines: [String] {
    ["Seed \(seed) under corruptions, out of fold, all its films; scores of several models on one scale:"]
      + robustness.table.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

/// As JSON: `seed` and the keys of ``Robustness``.
extension SeedRobustness: Encodable {
  private enum CodingKeys: String, CodingKey { case seed }

  public func encode(to encoder: any Encoder) throws {
    try robustness.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(seed, forKey: .seed)
  }
}
