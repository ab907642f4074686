import Statistics

extension EvaluationRecord {
  /// Reads what `pulmo evaluate --json` wrote about the model of `manifest`.
  /// - Throws: ``DataError`` naming the file, the key and the way out: where it is no such file, is one of an older version, or is of another
  ///   model's weights.
  public init(at path: String, of manifest: ModelManifest) throws(DataError) {
    self = try readRecord(at: path, kind: "an evaluation", command: "pulmo evaluate --model MODEL --json")
    guard model.sha256 == manifest.weightsSHA256 else {
      throw DataError.invalid(
        path: path,
        reason: "is an evaluation of \(model.name) \(model.version) (weights \(model.sha256.prefix(12))), not of \(manifest.name) "
          + "\(manifest.version) (weights \(manifest.weightsSHA256.prefix(12))); evaluate this model, or give that one")
    }
  }
}

extension EvaluationRecord: Decodable {
  private enum CodingKeys: String, CodingKey {
    case model, data, dataSHA256, split, splitFile, isFromScores, views, failures, threshold, confusion, count, brier, ece, mce, intervals,
      resampling, groups, independence
  }

  /// Of each failure, only that it is one.
  private struct Failure: Decodable {}

  private struct Independence: Decodable { let warnings: [String] }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    model = try container.decode(Model.self, forKey: .model)
    data = try container.decode(String.self, forKey: .data)
    dataSHA256 = try container.decode(String.self, forKey: .dataSHA256)
    split = try container.decode(SplitName?.self, forKey: .split)
    splitFile = try container.decode(String?.self, forKey: .splitFile)
    isFromScores = try container.decode(Bool.self, forKey: .isFromScores)
    views = try container.decodeIfPresent(Int.self, forKey: .views)
    unreadableCount = try container.decode([Failure].self, forKey: .failures).count
    threshold = try container.decode(Double.self, forKey: .threshold)
    confusion = try container.decode(ConfusionMatrix.self, forKey: .confusion)
    expectedError = try container.decode(Double?.self, forKey: .ece)
    maximumError = try container.decode(Double?.self, forKey: .mce)
    resampling = try container.decode(Evaluation.Resampling.self, forKey: .resampling)
    groups = try container.decode([FilmGroups].self, forKey: .groups)
    // Missing in files of before the key, null where scores came from a file.
    warnings = try container.decodeIfPresent(Independence.self, forKey: .independence)?.warnings ?? []

    let values = try decoder.container(keyedBy: NameKey.self)
    let intervals = try container.nestedContainer(keyedBy: NameKey.self, forKey: .intervals)
    func figure(_ name: String) throws -> QuotedInterval? {
      guard let value = try values.decode(Double?.self, forKey: NameKey(name)) else { return nil }
      let interval = try intervals.decode(QuotedInterval?.self, forKey: NameKey(name))
      return interval ?? QuotedInterval(value: value, independent: nil, clustered: nil)
    }
    var figures: [Figure: QuotedInterval] = [:]
    for name in Figure.allCases { figures[name] = try figure(name.rawValue) }
    self.figures = figures
    brier = try figure(CodingKeys.brier.rawValue)

    let count = try container.decode(Int.self, forKey: .count)
    guard ([confusion] + groups.flatMap(\.groups).map(\.confusion)).allSatisfy(\.isPossible), count == confusion.count, count > 0 else {
      throw DecodingError.dataCorruptedError(forKey: .confusion, in: container, debugDescription: "its films do not add up")
    }
  }
}

extension ConfusionMatrix {
  /// Whether counts that were read are counts of films: none negative, and the sum of a size that can be.
  fileprivate var isPossible: Bool { [tn, fp, fn, tp].allSatisfy { (0...1_000_000_000).contains($0) } }
}
