public import FoundationEssentials

/// Where the scores of a report come from: what somebody needs to make it again, or to doubt it.
public struct EvaluationSource: Sendable, Hashable {
  /// The folder of films, or the file of scores, as it was given.
  public var data: String
  /// The part of it that was taken; nil for all.
  public var split: SplitName?
  /// The file of the split the part is of; nil where the data's own folders say.
  public var splitFile: String?
  /// One SHA-256 over ids and contents of the films (``FileHashes/digest``), or of the file of scores.
  public var sha256: String?
  /// Whether `data` is a file of scores: they may be any tool's, and `model` only the one whose threshold judges them.
  public var isFromScores: Bool
  /// Nil for another tool's scores.
  public var model: ModelManifest?
  /// How many films could not be read.
  public var unreadableCount: Int
  /// When the evaluation was made.
  public var date: Date

  public init(
    data: String, split: SplitName? = nil, splitFile: String? = nil, sha256: String? = nil, isFromScores: Bool = false,
    model: ModelManifest? = nil, unreadableCount: Int = 0, date: Date = Date()
  ) {
    self.data = data
    self.split = split
    self.splitFile = splitFile
    self.sha256 = sha256
    self.isFromScores = isFromScores
    self.model = model
    self.unreadableCount = unreadableCount
    self.date = date
  }
}
