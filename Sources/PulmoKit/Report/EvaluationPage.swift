import Statistics

/// An evaluation as a page to read, print and keep: `pulmo evaluate --report`.
///
/// ```swift
/// let evaluation = try Evaluation(films.map(\.score), threshold: 0.5)
/// let page = try EvaluationPage(films, evaluation, source: EvaluationSource(data: "our films"))
/// try page.html.write(toFile: "report.html", atomically: true, encoding: .utf8)
/// ```
///
/// A figure that ``Evaluation`` has an interval for stands beside it. Groups by probability and the threshold explorer have Wilson's, films taken as
/// independent; calibration errors, and recall, precision and macro figures of three classes, have none.
public struct EvaluationPage: Sendable {
  /// What a reader has to know first; they stand above everything else.
  package var notices: [PageNotice] = []
  /// What the checks say of the model's explanations; nil leaves them out.
  public var explanations: ExplanationSurvey?
  let films: [EvaluatedFilm]
  let evaluation: Evaluation
  let source: EvaluationSource
  let curve: ROCCurve
  let groups: [FilmGroups]
  let selection: FilmSelection

  /// - Parameters:
  ///   - films: at least one.
  ///   - evaluation: of these films' scores; how often it resampled the patients goes for the subgroups too.
  ///   - groups: the films' subgroups where they are known already; nil has them made here.
  ///   - source: where the scores come from.
  /// - Throws: ``DataError`` where a score is no number.
  public init(
    _ films: [EvaluatedFilm], _ evaluation: Evaluation, groups: [FilmGroups]? = nil, source: EvaluationSource
  ) throws(DataError) {
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
    self.groups = if let groups { groups } else { try FilmGroups.all(of: films, like: evaluation) }
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
      let model = source.isFromScores ? nil : source.model.map { "\($0.name) \($0.version)" }
      return Page(
        title: "Evaluation: \(model ?? "Scores of \(source.data)")",
        subtitle: "\(FigureText.count(films.count, "film")) of \(source.data)\(part) · \(source.date.utcText)",
        notices: notices + (source.isFromScores ? [.uncheckedScores] : [])
          + PageNotice.about(pneumonias: curve.positives, normal: curve.negatives, unreadable: source.unreadableCount),
        sections: [verdictSection, sourceSection, matrixSection] + (try curveSections)
          + [explorerSection, groupSection, filmSection, explanationSection]
          .compactMap { $0 } + [methodSection])
    }
  }
}
