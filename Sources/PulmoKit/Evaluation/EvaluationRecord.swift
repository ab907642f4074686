public import Statistics

/// An evaluation as a file keeps it: what `pulmo evaluate --json` wrote, read back for a ``ModelCard``.
public struct EvaluationRecord: Sendable, Hashable {
  /// The evaluated model.
  public struct Model: Sendable, Hashable, Decodable {
    public let name: String
    public let version: String
    /// Of its weights.
    public let sha256: String
  }

  public let model: Model
  /// The folder of films, or the file of scores, as it was given.
  public let data: String
  /// One SHA-256 over the films (``FileHashes/digest``), or that of the file of scores.
  public let dataSHA256: String
  /// The part that was taken; nil for all films.
  public let split: SplitName?
  /// The file of the split the part is of; nil where the data's own folders say.
  public let splitFile: String?
  /// Whether the scores were read from a file: that they are this model's is then only somebody's word.
  public let isFromScores: Bool
  /// Of each film, whose mean its probability is of; nil where nobody knows.
  public let views: Int?
  /// How many films could not be read, and are in no figure.
  public let unreadableCount: Int
  /// From this probability on, a film was called pneumonia.
  public let threshold: Double
  /// Pneumonia is the positive class.
  public let confusion: ConfusionMatrix
  /// Those that are defined.
  public let figures: [Figure: QuotedInterval]
  /// Brier score; nil where scores are no probabilities.
  public let brier: QuotedInterval?
  /// The calibration error in ten bins of equal width, expected and maximum; nil where scores are no probabilities.
  public let expectedError: Double?
  public let maximumError: Double?
  public let resampling: Evaluation.Resampling
  public let groups: [FilmGroups]
  /// Why the films cannot measure this model, such as that it learned from them.
  public let warnings: [String]

  /// How many films are in the figures.
  public var count: Int { confusion.count }
}
