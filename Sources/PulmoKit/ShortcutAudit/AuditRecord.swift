/// An audit as a file keeps it: what `pulmo audit --json` wrote, read back for a ``ModelCard``.
public struct AuditRecord: Sendable, Hashable {
  public let model: EvaluationRecord.Model
  /// The folder of films, as it was given.
  public let data: String
  /// One SHA-256 over the films (``FileHashes/digest``).
  public let dataSHA256: String
  /// The part that was taken; nil for all films.
  public let split: SplitName?
  /// Of each film; 1 in records of before the key.
  public let views: Int
  /// How many films could not be read, and are in no figure.
  public let unreadableCount: Int
  /// Why the films cannot measure this model, such as that it learned from them.
  public let warnings: [String]
  public let audit: ShortcutAudit
}

extension AuditRecord: Decodable {
  private enum CodingKeys: String, CodingKey { case model, data, dataSHA256, split, views, failures, independence, audit }

  /// Of each failure, only that it is one.
  private struct Failure: Decodable {}

  private struct Independence: Decodable { let warnings: [String] }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    model = try container.decode(EvaluationRecord.Model.self, forKey: .model)
    data = try container.decode(String.self, forKey: .data)
    dataSHA256 = try container.decode(String.self, forKey: .dataSHA256)
    split = try container.decode(SplitName?.self, forKey: .split)
    views = try container.decodeIfPresent(Int.self, forKey: .views) ?? 1
    unreadableCount = try container.decode([Failure].self, forKey: .failures).count
    warnings = try container.decode(Independence.self, forKey: .independence).warnings
    audit = try container.decode(ShortcutAudit.self, forKey: .audit)
  }

  /// Reads what `pulmo audit --json` wrote about the model of `manifest`.
  /// - Throws: ``DataError`` naming the file, the key and the way out: where it is no such file, or is of another model's weights.
  public init(at path: String, of manifest: ModelManifest) throws(DataError) {
    self = try readRecord(at: path, kind: "an audit", command: "pulmo audit --json")
    guard model.sha256 == manifest.weightsSHA256 else {
      throw DataError.invalid(
        path: path,
        reason: "is an audit of \(model.name) \(model.version) (weights \(model.sha256.prefix(12))), not of \(manifest.name) "
          + "\(manifest.version) (weights \(manifest.weightsSHA256.prefix(12))); audit this model, or give that one")
    }
  }
}
