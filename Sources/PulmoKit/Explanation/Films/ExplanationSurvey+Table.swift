extension ExplanationSurvey {
  /// The questions and how many maps each outcome has, as text.
  public var table: String {
    let head = ["checks of \(method.title), \(FigureText.count(films.count, "film"))"] + Self.outcomes.map(\.rawValue)
    return TextTable.lines([head] + rows).joined(separator: "\n")
  }

  static let outcomes: [CheckOutcome] = [.trust, .doubt, .distrust, .unknown]

  /// A row for each question, then one for all of them together.
  var rows: [[String]] {
    let questions = questions.map { question in [question.rawValue] + Self.outcomes.map { "\(count($0, of: question))" } }
    return questions + [["verdict"] + Self.outcomes.map { "\(count($0))" }]
  }
}
