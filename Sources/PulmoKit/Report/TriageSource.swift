public import FoundationEssentials

/// Where the readings of a triage page come from.
public struct TriageSource: Sendable, Hashable {
  /// The films and folders that were to be screened, as they were given.
  public var paths: [String]
  /// How many films were found there; where the screening was interrupted, the page has fewer.
  public var filmCount: Int
  /// How many files of the folders were left out because they are no films.
  public var skippedCount: Int
  /// When the page was made.
  public var date: Date

  public init(paths: [String], filmCount: Int, skippedCount: Int = 0, date: Date = Date()) {
    self.paths = paths
    self.filmCount = filmCount
    self.skippedCount = skippedCount
    self.date = date
  }
}
