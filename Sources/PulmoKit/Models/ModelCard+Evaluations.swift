import Statistics

extension ModelCard {
  /// One evaluation: how it was made, then its figures.
  func figures(of evaluation: EvaluationRecord) -> String {
    let rows = Figure.allCases.map { figure in
      let value = evaluation.figures[figure]
      let share = figure.share(of: evaluation.confusion).map { "\($0.films) of \($0.of)" } ?? ""
      return "| \(figure.title) | \(Self.value(value)) | \(Self.range(value)) | \(share) |"
    }
    let lines = ["### On \(evaluation.title)"] + protocolLines(of: evaluation)
    return (lines + ["", "| | | 95% interval | films |", "|---|---|---|---|"] + rows).joined(separator: "\n")
  }

  /// What was measured on what, and how the intervals were made.
  private func protocolLines(of evaluation: EvaluationRecord) -> [String] {
    let resampling = evaluation.resampling
    let confusion = evaluation.confusion
    let perFilm = resampling.patients == evaluation.count ? " (each film counts as one: nothing says which share a patient)" : ""
    var lines = [
      "- Films: \(evaluation.count) of \(FigureText.count(resampling.patients, "patient"))\(perFilm), \(confusion.positive.support) of them "
        + "pneumonias and \(confusion.negative.support) normal\(evaluation.splitFile.map { "; parts as in \($0.codeSpan)" } ?? "")."
    ]
    lines.append(
      evaluation.isFromScores
        ? "- Scores: read from the file \(evaluation.data.codeSpan) (SHA-256 `\(evaluation.dataSHA256.markdownText)`); that they are this model's is "
          + "the word of whoever made this card."
        : "- SHA-256 of their list: `\(evaluation.dataSHA256.markdownText)`"
          + (evaluation.part(of: manifest).map { ", that of the model's own part `\($0.rawValue)`." } ?? "."))
    lines += evaluation.views.map(otherViews) ?? []
    lines.append(
      "- Threshold: \(evaluation.threshold), "
        + (evaluation.threshold == manifest.threshold.value ? "the one above." : "not the one now in force, \(manifest.threshold.value)."))
    lines.append(
      "- Intervals: the wider of one that takes films as independent (Wilson's for shares of films, DeLong's for the AUROC) and one of "
        + "\(resampling.resamples) resamples of the patients with all their films (percentiles, seed \(resampling.seed)"
        + (resampling.strata == .labels ? ", drawn within patients with normal films, with pneumonias and with both" : "")
        + "). Figures with no number of films beside them, but for the AUROC, have the latter alone.")
    return lines
  }

  /// The figures by kinds of films.
  var subgroups: String {
    let told = evaluations.filter { !$0.groups.isEmpty }
    guard !told.isEmpty else { return Self.unknown("Not measured", evaluations.isEmpty) }
    let sections = told.map { evaluation in
      (["### Of \(evaluation.title)"] + evaluation.groups.map(Self.table)).joined(separator: "\n\n")
    }
    return sections.joined(separator: "\n\n")
      + "\n\nSeveral groups were looked at: one of them stands out by chance more easily than an interval says."
  }

  private static func table(of groups: FilmGroups) -> String {
    let rows = groups.groups.map { group in
      let figures = [Figure.sensitivity, .specificity, .auroc].map { figure in
        let value = group.figures[figure]
        return value?.quoted == nil ? Self.value(value) : "\(Self.value(value)) (\(range(value)))"
      }
      let counts = [group.count, group.patients, group.confusion.positive.support].map(String.init)
      return "| " + ([group.name.markdownText] + counts + figures).joined(separator: " | ") + " |"
    }
    return
      ([
        "\(groups.title.markdownText). \(groups.note.markdownText)", "",
        "| | films | patients | pneumonias | sensitivity (95% interval) | specificity (95% interval) | AUROC (95% interval) |",
        "|---|---|---|---|---|---|---|",
      ] + rows).joined(separator: "\n")
  }

  /// How far the probabilities are from how often it is a pneumonia.
  var calibration: String {
    guard !evaluations.isEmpty else { return Self.unknown("Not measured", true) }
    let rows = evaluations.map { evaluation in
      "| \(evaluation.title.tableCell) | \(Self.value(evaluation.brier)) | \(Self.range(evaluation.brier)) | "
        + "\(Self.number(evaluation.expectedError)) | \(Self.number(evaluation.maximumError)) |"
    }
    return """
      | | Brier score | 95% interval | calibration error, expected | maximum |
      |---|---|---|---|---|
      \(rows.joined(separator: "\n"))

      0 is best for all three. The errors are the mean and the greatest distance between probability and share of pneumonias in ten bins of \
      equal width; chance alone raises them, so they have no interval.
      """
  }

  private static func unknown(_ what: String, _ noEvaluation: Bool) -> String {
    noEvaluation ? "\(what): `pulmo evaluate --json` measures, `pulmo model card --evaluation` adds it here." : "\(what)."
  }

  static func value(_ figure: QuotedInterval?) -> String { number(figure?.value) }

  static func number(_ value: Double?) -> String { value == nil ? "undefined" : FigureText.number(value, decimals: 4) }

  static func range(_ figure: QuotedInterval?) -> String {
    figure?.quoted == nil ? "" : FigureText.numbers(figure?.quoted, decimals: 4)
  }
}

extension EvaluationRecord {
  /// Markdown that names the films: ``521 films of `chest_xray`, part `test` ``
  var title: String {
    "\(FigureText.count(count, "film")) of \(data.codeSpan)" + (split.map { ", part `\($0.rawValue)`" } ?? "")
  }

  /// Which part of the model's own split these very films are, told by their hash; nil where they are none.
  func part(of manifest: ModelManifest) -> SplitName? {
    isFromScores ? nil : SplitName.allCases.first { manifest.dataHashes[$0.rawValue] == dataSHA256 }
  }
}

extension ModelCard {
  /// Said of figures that are of another number of views than the model's own.
  func otherViews(_ views: Int) -> [String] {
    let own = manifest.preprocessing.views
    return views == own ? [] : ["- Views of each film: \(views), not the \(own) that the model's calibration and thresholds are of."]
  }
}
