import FoundationEssentials

/// The films that made a model, by their fingerprints: enough to recognise them, or copies of them, among others; too little to see them.
///
/// `learned-films.json` of an artifact: `formatVersion`, `isWhole`, and `films`, the fingerprints of each part, 32 bytes a film, sorted, as
/// base64. 4,700 films take 200 KB.
public struct LearnedFilms: Sendable, Hashable {
  /// What films did for a model, the most first.
  public enum Part: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
    /// Learned from.
    case train
    /// Made the model that this one started from.
    case initial
    /// Chose the epoch, the calibration or the threshold.
    case val
    /// Chose what `pulmo calibrate` set.
    case calibration
    /// Chose the thresholds of triage, and nothing else.
    case triage
  }

  /// Sorted.
  public private(set) var fingerprints: [Part: [PictureFingerprint]]
  /// Whether no other film made the model: false where it started from weights, or was calibrated on films, that nobody recorded.
  public var isWhole: Bool

  public init(_ fingerprints: [Part: [PictureFingerprint]], isWhole: Bool) {
    self.fingerprints = fingerprints.mapValues { $0.sorted() }
    self.isWhole = isWhole
  }

  /// How many films there are.
  public var count: Int { fingerprints.values.reduce(0) { $0 + $1.count } }

  /// The most that the film of `fingerprint`, or a copy of it, did for the model; nil where it is none of its films.
  public func part(of fingerprint: PictureFingerprint) -> Part? {
    Part.allCases.first { part in
      fingerprints[part, default: []].contains { $0.distance(to: fingerprint) <= PictureFingerprint.limit }
    }
  }

  /// These films and those of `part`.
  public func adding(_ films: [PictureFingerprint], as part: Part) -> LearnedFilms {
    var all = self
    all.fingerprints[part, default: []] += films
    all.fingerprints[part]?.sort()
    return all
  }

  /// All of these films as those that made the model another one starts from.
  var asInitial: [PictureFingerprint] { fingerprints.values.flatMap { $0 } }
}

extension LearnedFilms: Codable {
  /// The format this version reads and writes.
  private static let formatVersion = 1

  private enum CodingKeys: String, CodingKey { case formatVersion, isWhole, films }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let version = try container.decode(Int.self, forKey: .formatVersion)
    guard version == Self.formatVersion else {
      throw DecodingError.dataCorruptedError(
        forKey: .formatVersion, in: container, debugDescription: "is version \(version), this pulmo reads version \(Self.formatVersion)")
    }
    let films = try container.decode([Part: Data].self, forKey: .films)
    guard films.values.allSatisfy({ $0.count.isMultiple(of: PictureFingerprint.byteCount) }) else {
      throw DecodingError.dataCorruptedError(forKey: .films, in: container, debugDescription: "is cut short")
    }
    self.init(
      films.mapValues { bytes in
        stride(from: bytes.startIndex, to: bytes.endIndex, by: PictureFingerprint.byteCount).map {
          PictureFingerprint(bytes[$0..<$0 + PictureFingerprint.byteCount])
        }
      }, isWhole: try container.decode(Bool.self, forKey: .isWhole))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.formatVersion, forKey: .formatVersion)
    try container.encode(isWhole, forKey: .isWhole)
    try container.encode(fingerprints.mapValues { Data($0.flatMap(\.bytes)) }, forKey: .films)
  }
}
