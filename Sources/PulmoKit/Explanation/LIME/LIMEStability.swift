public import Imaging

/// How far explanations of the same film from samples of several seeds say the same, over all pairs of them.
public struct LIMEStability: Sendable, Hashable, Decodable {
  /// The seeds whose samples were compared.
  public let seeds: [UInt64]
  /// The mean of ``LIMEAgreement/rankCorrelation``, -1 to 1; nil where a pair has none.
  public let rankCorrelation: Double?
  /// The mean of ``LIMEAgreement/topOverlap``, 0 to 1; nil where a pair has none.
  public let topOverlap: Double?
  /// The mean of the explanations' ``LIMEExplanation/determination``, at most 1; nil where one has none.
  public let determination: Double?

  init(seeds: [UInt64], agreements: [LIMEAgreement], determinations: [Double?]) {
    func mean(_ figures: [Double?]) -> Double? {
      let known = figures.compactMap(\.self)
      return known.isEmpty || known.count < figures.count ? nil : known.reduce(0, +) / Double(known.count)
    }
    self.seeds = seeds
    rankCorrelation = mean(agreements.map(\.rankCorrelation))
    topOverlap = mean(agreements.map(\.topOverlap))
    determination = mean(determinations)
  }

  /// The checks on it.
  public var checks: [ExplanationCheck] {
    [
      ExplanationCheck(.seedOrder, figure: rankCorrelation), ExplanationCheck(.seedTop, figure: topOverlap),
      ExplanationCheck(.fit, figure: determination),
    ]
  }
}

extension LIMEStability: Encodable {
  private enum CodingKeys: String, CodingKey { case seeds, rankCorrelation, topOverlap, determination }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(seeds, forKey: .seeds)
    try container.encode(rankCorrelation, forKey: .rankCorrelation)
    try container.encode(topOverlap, forKey: .topOverlap)
    try container.encode(determination, forKey: .determination)
  }
}

extension LIME {
  /// Explains a film once more for each of further seeds, over the same superpixels, and compares every two of the explanations.
  /// - Parameters:
  ///   - picture: as the network's ``Preprocessing`` makes it of a film.
  ///   - label: the class, one of ``ExplainedNetwork/labels``.
  ///   - first: the explanation of the options' own seed, where it is known; else it is made.
  ///   - seedCount: seeds, the options' own and those after it; at least 2.
  ///   - top: how many superpixels the overlap looks at; 10, as many as the mask shows.
  /// - Throws: `NeuralNetError` where the engine fails, `StatisticsError.notAProbability` where the network gives no number.
  public func stability(
    of picture: GrayImage, for label: Label, knowing first: LIMEPicture? = nil, seedCount: Int = 3, top: Int = 10
  ) async throws -> LIMEStability {
    precondition(seedCount >= 2, "\(seedCount) seeds: nothing to compare")
    let superpixels = first?.superpixels ?? superpixels(of: picture)
    let seeds = (0..<UInt64(seedCount)).map { options.seed &+ $0 }
    var explanations = [first?.explanation].compactMap(\.self)
    for seed in seeds[explanations.count...] {
      let samples = LIMESamples(count: options.sampleCount, superpixelCount: superpixels.count, seed: seed)
      explanations.append(try await explanation(of: picture, for: label, superpixels, samples).explanation)
    }
    var agreements: [LIMEAgreement] = []
    for (place, first) in explanations.enumerated() {
      for second in explanations[(place + 1)...] { agreements.append(try LIMEAgreement(first, second, top: top)) }
    }
    return LIMEStability(seeds: seeds, agreements: agreements, determinations: explanations.map(\.determination))
  }
}
