import Statistics

extension ModelCard {
  /// What the model goes by, audit by audit.
  var shortcuts: String {
    audits.isEmpty
      ? "Not audited: `pulmo audit --json` asks what the model goes by, `pulmo model card --audit` adds it here."
      : audits.map(shortcuts).joined(separator: "\n\n")
  }

  private func shortcuts(of record: AuditRecord) -> String {
    let audit = record.audit
    let answers = audit.answers.map { "| " + $0.cells.joined(separator: " | ") + " |" }
    let probes = audit.views.filter { $0.probe != nil }.map { view in
      "| \(view.view.rawValue) | \(FigureText.number(view.probe?.value)) (\(FigureText.numbers(view.probe?.quoted))) | "
        + "\(FigureText.number(view.auroc?.value)) (\(FigureText.numbers(view.auroc?.quoted))) |"
    }
    var lines = ["### On \(record.title)", audit.sentences.map(\.markdownText).joined(separator: " "), ""]
    lines += [
      "- Films: \(audit.films) of \(FigureText.count(audit.patients, "patient")), \(audit.pneumonia) of them pneumonias and \(audit.normal) "
        + "normal; SHA-256 of their list `\(record.dataSHA256.markdownText)`. Threshold \(audit.threshold), seed \(audit.seed)."
    ]
    lines += otherViews(record.views)
    lines += doubts(of: record).map { "- \($0)" }
    lines +=
      ["", "| question | figure | | 95% interval | warning from | failure from | verdict |", "|---|---|---|---|---|---|---|"] + answers
    if !probes.isEmpty {
      lines += ["", "| what is seen | AUROC of a small probe (95% interval) | of this model (95% interval) |", "|---|---|---|"] + probes
    }
    return lines.joined(separator: "\n")
  }

  /// What puts an audit in doubt.
  private func doubts(of record: AuditRecord) -> [String] {
    var doubts = record.warnings.map { "\($0.markdownText)." }
    if record.unreadableCount > 0 {
      doubts.append("\(FigureText.count(record.unreadableCount, "film")) could not be read and are in no figure.")
    }
    if record.audit.withoutRegion > 0 {
      doubts.append(
        "On \(FigureText.count(record.audit.withoutRegion, "film")) no chest was recognised: their lungs are taken to lie where they usually do."
      )
    }
    return doubts
  }
}

extension AuditRecord {
  /// Markdown that names the films: ``521 films of `chest_xray`, part `test` ``
  fileprivate var title: String {
    "\(FigureText.count(audit.films, "film")) of \(data.codeSpan)" + (split.map { ", part `\($0.rawValue)`" } ?? "")
  }
}
