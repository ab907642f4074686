public import FoundationEssentials

/// Where the scores of a comparison come from: what somebody needs to make it again, or to doubt it.
public struct ComparisonSource: Sendable, Hashable {
  /// Where one model's scores come from.
  public enum Origin: Sendable, Hashable {
    /// The model scored the films itself.
    case model(ModelManifest)
    /// A file of scores, with the SHA-256 of its bytes.
    case scores(sha256: String)
  }

  /// By model, in the comparison's order.
  public var origins: [Origin]
  /// The folder of films as it was given; nil where score files alone are compared.
  public var data: String?
  /// The part of it that was taken; nil for all.
  public var split: SplitName?
  /// The file of the split the part is of; nil where the data's own folders say.
  public var splitFile: String?
  /// One SHA-256 over ids and contents of the films (``FileHashes/digest``); nil where score files alone are compared.
  public var sha256: String?
  /// Where the films' files are, by id, for thumbnails; none where score files alone are compared.
  public var paths: [String: String]
  /// How many films could not be read.
  public var unreadableCount: Int
  /// When the comparison was made.
  public var date: Date

  public init(
    origins: [Origin], data: String? = nil, split: SplitName? = nil, splitFile: String? = nil, sha256: String? = nil,
    paths: [String: String] = [:], unreadableCount: Int = 0, date: Date = Date()
  ) {
    self.origins = origins
    self.data = data
    self.split = split
    self.splitFile = splitFile
    self.sha256 = sha256
    self.paths = paths
    self.unreadableCount = unreadableCount
    self.date = date
  }
}
