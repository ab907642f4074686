extension ExplanationSurvey {
  /// The questions and how many maps each outcome has, as text.
  public var table: String {
    let head = ["checks of \(method.title), \(FigureText.count(films.count, "film"))"] + Self.outcomes.map(\.rawValue)
    return (TextTable.lines([head] + rows) + [leftOut].compactMap(\.self)).joined(separator: "\n")
  }

  /// How many films could not be explained; nil where none.
  var leftOut: String? {
    failures.isEmpty
      ? nil
      : "\(FigureText.count(failures.count, "film")) could not be explained and \(failures.count == 1 ? "is" : "are") in none of these counts."
  }

  static let outcomes: [CheckOutcome] = [.trust, .doubt, .distrust, .unknown]

  /// A row for each question, then one for all of them together.
  var rows: [[String]] {
    let questions = questions.map { question in [question.rawValue] + Self.outcomes.map { "\(count($0, of: question))" } }
    return questions + [["verdict"] + Self.outcomes.map { "\(count($0))" }]
  }
}
