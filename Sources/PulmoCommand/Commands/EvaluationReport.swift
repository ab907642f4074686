import Imaging
import PulmoKit

/// An evaluation with what it is of: as text and as JSON.
struct EvaluationReport {
  let evaluation: Evaluation
  /// Of scores from a file the model whose threshold judges them; nil where none does.
  let manifest: ModelManifest?
  let data: String
  let split: SplitName?
  /// The file of the split the part is of; nil where the data's own folders say.
  var splitFile: String?
  /// Whether the scores were read from a file, and may be any tool's, whatever model judges them.
  var isFromScores = false
  /// Of each film, whose mean its probability is of; nil for scores from a file, of which nobody knows.
  var views: Int?
  let failures: [ImagingError]
  /// Nil where there is no model with thresholds of triage.
  var triageFigures: TriageFigures?
  /// Nil for scores of another tool.
  var independence: Independence?
  /// One SHA-256 over the films, or that of the file of scores; made for files alone, like the subgroups.
  var sha256: String?
  var groups: [FilmGroups] = []
  /// The figures under the corruptions; nil where they were not asked for.
  var corruptions: Robustness?
  /// What the checks say of the model's explanations; nil where they were not asked for.
  var explanations: ExplanationSurvey?
  /// Why the explanations could not be checked though that was asked for.
  var unexplained: String?

  /// What the model's thresholds of triage do with the films; nil where it has none, or another tool's scores may be on another scale.
  private var triage: TriageRecord? {
    guard let thresholds = manifest?.triage, let triageFigures else { return nil }
    return TriageRecord(thresholds: thresholds, figures: triageFigures)
  }

  /// What is to be said of the views its probabilities are of; nil where each is of one, as the model's thresholds are, and where nobody knows.
  var viewsRemark: String? {
    guard let views, let manifest else { return nil }
    return ViewOptions.remark(views, of: manifest)
  }

  /// The figures as text.
  var lines: [String] {
    var lines = (independence?.warnings ?? []).map { "WARNING: \($0.printable)." }
    if !lines.isEmpty { lines.append("") }
    if let manifest, !isFromScores { lines += ModelNotice(manifest: manifest).lines }
    lines.append("films      \(evaluation.count) of \(data.printable)\(split.map { ", part \($0.rawValue)" } ?? "")")
    if let independence { lines.append("learned    \(independence.remark)") }
    if let viewsRemark { lines.append("views      \(viewsRemark)") }
    if isFromScores { lines.append("scores     of any tool: neither whose they are, nor whether it learned from these films, was checked") }
    let owner = evaluation.threshold == manifest?.threshold.value ? manifest : nil
    if owner == nil || isFromScores {
      let origin = owner.map { "that of \($0.name) \($0.version)" } ?? "as asked for"
      lines.append("judged by  threshold \(FigureText.number(evaluation.threshold, decimals: 4)), \(origin)")
    }
    lines += ["", evaluation.table, ""]
    if let triage {
      let thresholds =
        "clear below \(FigureText.number(triage.thresholds.clearBelow, decimals: 4)), "
        + "urgent above \(FigureText.number(triage.thresholds.urgentAbove, decimals: 4))"
      lines += ["\(thresholds):", "", triage.figures.table, ""]
    }
    if let corruptions { lines += [corruptions.table, ""] }
    if let explanations { lines += [explanations.table, ""] }
    if let unexplained { lines += ["The explanations were not checked: \(unexplained).", ""] }
    if let line = failures.unreadableLine { lines.append(line) }
    lines.append(ModelNotice.notForDiagnosis)
    return lines
  }
}

extension EvaluationReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case model, data, dataSHA256, split, splitFile, isFromScores, views, groups, failures, notice, independence, triage, corruptions
    case explanations
  }

  func encode(to encoder: any Encoder) throws {
    try evaluation.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(manifest.map(ModelSummary.init), forKey: .model)
    try container.encode(data, forKey: .data)
    try container.encode(sha256, forKey: .dataSHA256)
    try container.encode(split, forKey: .split)
    try container.encode(splitFile, forKey: .splitFile)
    try container.encode(isFromScores, forKey: .isFromScores)
    try container.encode(views, forKey: .views)
    try container.encode(groups, forKey: .groups)
    try container.encode(failures.map(UnreadableFilm.init), forKey: .failures)
    try container.encode(ModelNotice.notForDiagnosis, forKey: .notice)
    try container.encode(independence, forKey: .independence)
    try container.encode(triage, forKey: .triage)
    try container.encode(corruptions, forKey: .corruptions)
    try container.encode(explanations, forKey: .explanations)
  }
}
