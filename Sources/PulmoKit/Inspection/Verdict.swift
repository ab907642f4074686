/// What a check of a dataset says.
public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
  /// Nothing was found.
  case pass
  /// Something to know and to look at; figures may flatter.
  case warn
  /// A model's figures on this data would be wrong.
  case fail
  /// The data do not allow the check: it says neither.
  case unknown
}

/// One question put to a dataset, and the answer.
public struct InspectionCheck: Sendable, Hashable, Codable {
  /// What is checked, in a few words: the same in every report.
  public let name: String
  public let verdict: Verdict
  /// What was found, in a sentence.
  public let finding: String
  /// What to do about it; nil where there is nothing to do.
  public let remedy: String?
  /// The films, patients or traits that are meant, all of them.
  public let items: [String]

  init(_ name: String, _ verdict: Verdict, _ finding: String, remedy: String? = nil, items: [String] = []) {
    self.name = name
    self.verdict = verdict
    self.finding = finding
    self.remedy = remedy
    self.items = items
  }
}
