import Statistics

/// An evaluation as a page to read, print and keep: `pulmo evaluate --report`.
///
/// ```swift
/// let evaluation = try Evaluation(films.map(\.score), threshold: 0.5)
/// let page = try EvaluationPage(films, evaluation, source: EvaluationSource(data: "our films"))
/// try page.html.write(toFile: "report.html", atomically: true, encoding: .utf8)
/// ```
///
/// Every figure stands beside the interval that ``Evaluation`` quotes.
public struct EvaluationPage: Sendable {
  /// What a reader has to know first; they stand above everything else.
  package var notices: [PageNotice] = []
  let films: [EvaluatedFilm]
  let evaluation: Evaluation
  let source: EvaluationSource
  let curve: ROCCurve
  let groups: [FilmGroups]
  let selection: FilmSelection

  /// - Parameters:
  ///   - films: at least one.
  ///   - evaluation: of these films' scores; how often it resampled the patients goes for the subgroups too.
  ///   - source: where the scores come from.
  /// - Throws: ``DataError`` where a score is no number.
  public init(_ films: [EvaluatedFilm], _ evaluation: Evaluation, source: EvaluationSource) throws(DataError) {
    precondition(films.count == evaluation.count, "an evaluation of \(evaluation.count) films for a page of \(films.count)")
    self.films = films
    self.evaluation = evaluation
    self.source = source
    selection = FilmSelection(films, threshold: evaluation.threshold)
    do throws(StatisticsError) {
      curve = try ROCCurve(scores: films.map(\.score.probability), labels: films.map(\.score.label.isPneumonia))
    } catch {
      throw DataError(error, films.map(\.score))
    }
    groups = [
      try FilmGroups.byKind(films, like: evaluation), try FilmGroups.bySize(films, like: evaluation),
      try FilmGroups.byBrightness(films, like: evaluation),
    ].compactMap(\.self)
  }

  var probabilities: [Double] { films.map(\.score.probability) }
  /// Whether each film shows a pneumonia.
  var labels: [Bool] { films.map(\.score.label.isPneumonia) }

  /// The page's file.
  /// - Throws: ``DataError`` where a figure cannot be made of these scores.
  public var html: String {
    get throws(DataError) { try page.document }
  }

  package var page: Page {
    get throws(DataError) {
      let part = source.split.map { ", part \($0.rawValue)" } ?? ""
      let subject = source.model.map { "\($0.name) \($0.version)" } ?? "Scores of \(source.data)"
      return Page(
        title: "Evaluation: \(subject)",
        subtitle: "\(FigureText.count(films.count, "film")) of \(source.data)\(part) · \(source.dateText)",
        notices: notices + ownNotices,
        sections: [verdictSection, sourceSection, matrixSection] + (try curveSections)
          + [explorerSection, groupSection, filmSection]
          .compactMap { $0 } + [methodSection])
    }
  }

  /// What these figures themselves call for.
  private var ownNotices: [PageNotice] {
    var notices: [PageNotice] = []
    if source.unreadableCount > 0 {
      notices.append(
        PageNotice(
          .warning, title: "\(FigureText.count(source.unreadableCount, "film")) could not be read",
          text: "They are in no figure of this page. The command named each with its reason."))
    }
    let classes = [("pneumonia", curve.positives), ("normal", curve.negatives)]
    for (name, count) in classes where count == 0 {
      notices.append(
        PageNotice(
          .warning, title: "There is no \(name) film",
          text: "Figures that need both classes are n/a, and nothing here says how well the two are told apart."))
    }
    let few = classes.filter { $0.1 > 0 && $0.1 < 30 }
    if !few.isEmpty {
      notices.append(
        PageNotice(
          .information, title: "Only " + few.map { FigureText.count($0.1, "\($0.0) film") }.joined(separator: " and "),
          text: "The intervals are wide, and what lies between their ends is all that can be said."))
    }
    return notices
  }
}
