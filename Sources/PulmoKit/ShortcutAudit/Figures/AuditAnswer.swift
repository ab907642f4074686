public import Statistics

/// The answer to one question of the audit: a figure, its limits and the verdict.
///
/// As JSON: `question`, `title`, `measure`, `figure`, `interval` {as in evaluations}, `limits` {`warnFrom`, `failFrom`}, `verdict`, `reason`. What is
/// undefined is null.
public struct AuditAnswer: Sendable, Hashable, Decodable {
  public let question: AuditQuestion
  /// By the question's measure; nil where it is undefined.
  public let figure: Double?
  /// The AUROC that a strength is of, or the loss of AUROC itself, with its interval; nil for a loss of decisions, and where it is undefined.
  public let interval: QuotedInterval?
  /// Those in force when the audit was made.
  public let limits: AuditLimits
  public let verdict: Verdict
  /// Why there is no figure; nil where there is one.
  public let reason: String?

  /// - Parameters:
  ///   - question: what was asked.
  ///   - interval: as ``interval``.
  ///   - figure: as ``figure``; where it is not given it follows from the interval.
  ///   - isJudged: whether there are films enough to judge by.
  ///   - reason: why there is no figure, where there is none; nil for that a class is missing.
  init(
    _ question: AuditQuestion, _ interval: QuotedInterval?, figure: Double? = nil, isJudged: Bool, orNone reason: String? = nil
  ) {
    let isStrength = question.measure == .strength
    let figure = figure ?? interval.map { isStrength ? 0.5 + ($0.value - 0.5).magnitude : $0.value }
    let nothing = isStrength ? 0.5 : 0
    let isChance = interval?.quoted.map { $0.lower <= nothing && $0.upper >= nothing } ?? false
    self.question = question
    self.figure = figure
    self.interval = interval
    limits = question.limits
    verdict = isJudged ? question.verdict(on: figure, isChance: isChance) : .unknown
    self.reason = figure == nil ? reason ?? "it takes normal films and pneumonias" : nil
  }
}

extension AuditAnswer: Encodable {
  private enum CodingKeys: String, CodingKey { case question, figure, interval, limits, verdict, reason }
  /// What follows from the question.
  private enum QuestionKeys: String, CodingKey { case title, measure }

  public func encode(to encoder: any Encoder) throws {
    var derived = encoder.container(keyedBy: QuestionKeys.self)
    try derived.encode(question.title, forKey: .title)
    try derived.encode(question.measure, forKey: .measure)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(question, forKey: .question)
    try container.encode(figure, forKey: .figure)
    try container.encode(interval, forKey: .interval)
    try container.encode(limits, forKey: .limits)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(reason, forKey: .reason)
  }
}
