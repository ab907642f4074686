/// One question put to an explanation, and the answer.
public struct ExplanationCheck: Sendable, Hashable, Decodable {
  public let question: CheckQuestion
  /// Nil where it is not defined.
  public let figure: Double?
  public let limit: CheckLimit
  public let outcome: CheckOutcome
  /// The answer in words, without the figure.
  public let finding: String

  /// - Parameters:
  ///   - question: what is asked.
  ///   - figure: nil where it is not defined.
  public init(_ question: CheckQuestion, figure: Double?) {
    self.init(question, figure: figure, outcome: question.limit.outcome(of: figure))
  }

  /// A question that cannot be put to a map.
  /// - Parameter reason: the finding, in words.
  init(_ question: CheckQuestion, notAsked reason: String) {
    self.init(question, figure: nil, outcome: .unknown, finding: reason)
  }

  /// - Parameters:
  ///   - question: what is asked.
  ///   - figure: nil where it is not defined.
  ///   - outcome: what a missing figure means here.
  ///   - finding: in words; nil for the question's own.
  init(_ question: CheckQuestion, figure: Double?, outcome: CheckOutcome, finding: String? = nil) {
    self.question = question
    self.figure = figure
    limit = question.limit
    self.outcome = outcome
    self.finding = finding ?? question.finding(outcome)
  }
}

extension ExplanationCheck: Encodable {
  private enum CodingKeys: String, CodingKey { case question, figure, limit, outcome, finding }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(question, forKey: .question)
    try container.encode(figure, forKey: .figure)
    try container.encode(limit, forKey: .limit)
    try container.encode(outcome, forKey: .outcome)
    try container.encode(finding, forKey: .finding)
  }
}
