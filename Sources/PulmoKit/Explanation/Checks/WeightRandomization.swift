import Statistics

/// How much of a map stays when the network forgets what it learned, layer by layer from the output back.
///
/// A map that stays shows the film's edges, not what the network knows of it.
///
/// Source: Adebayo, Gilmer, Muelly, Goodfellow, Hardt, Kim, "Sanity checks for saliency maps", NeurIPS 2018: the cascading randomisation.
public struct WeightRandomization: Sendable, Hashable, Codable {
  /// A step of the cascade.
  public struct Stage: Sendable, Hashable, Decodable {
    /// Layers with parameters that were drawn anew, the output's first.
    public let layers: Int
    /// Spearman's correlation of the two maps' magnitudes, pixel by pixel, -1 to 1; nil where one of them is the same everywhere.
    public let similarity: Double?
  }

  /// The cascade, of one draw: the last of them has all layers drawn anew.
  public let stages: [Stage]
  /// With all layers drawn anew, the ``Stage/similarity`` of each draw.
  public let draws: [Double?]

  /// The mean of ``draws``; nil where none has one.
  public var similarity: Double? {
    let known = draws.compactMap(\.self)
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }

  /// The check on it.
  /// - Parameter map: the network's own. Where it shows something and no network with drawn weights does, all of it was learned.
  func check(of map: Heatmap) -> ExplanationCheck {
    guard similarity == nil, Set(map.values.map(abs)).count > 1 else { return ExplanationCheck(.weights, figure: similarity) }
    return ExplanationCheck(.weights, figure: nil, outcome: .trust)
  }

  /// Spearman's correlation of the magnitudes of two maps of one size.
  /// - Throws: `StatisticsError.notANumber` where a value is none.
  static func similarity(_ first: Heatmap, _ second: Heatmap) throws(StatisticsError) -> Double? {
    try RankCorrelation.spearman(first.values.map { Double(abs($0)) }, second.values.map { Double(abs($0)) })
  }
}

extension WeightRandomization.Stage: Encodable {
  private enum CodingKeys: String, CodingKey { case layers, similarity }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(layers, forKey: .layers)
    try container.encode(similarity, forKey: .similarity)
  }
}
