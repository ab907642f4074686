/// One question put to an explanation, and the answer.
public struct ExplanationCheck: Sendable, Hashable, Codable {
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

  /// - Parameter outcome: what a missing figure means here.
  init(_ question: CheckQuestion, figure: Double?, outcome: CheckOutcome) {
    self.question = question
    self.figure = figure
    limit = question.limit
    self.outcome = outcome
    finding = question.finding(outcome)
  }
}
