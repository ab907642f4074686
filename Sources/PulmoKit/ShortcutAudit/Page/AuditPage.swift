import Statistics

/// A shortcut audit as a page to read, print and keep: `pulmo audit --report`.
///
/// ```swift
/// let page = AuditPage(audit, of: findings, source: EvaluationSource(data: "our films"))
/// try page.html.write(toFile: "audit.html", atomically: true, encoding: .utf8)
/// ```
///
/// Some films are shown under every view, with what the model says of each: a reader sees what was hidden.
public struct AuditPage: Sendable {
  /// What a reader has to know first; they stand above everything else.
  package var notices: [PageNotice] = []
  let audit: ShortcutAudit
  let findings: ShortcutFindings
  let source: EvaluationSource

  /// - Parameters:
  ///   - audit: of `findings`.
  ///   - findings: their films are read again for the pictures; one that has gone says so on the page.
  ///   - source: where the films come from, and the model.
  public init(_ audit: ShortcutAudit, of findings: ShortcutFindings, source: EvaluationSource) {
    precondition(audit.films == findings.films.count, "an audit of \(audit.films) films for a page of \(findings.films.count)")
    self.audit = audit
    self.findings = findings
    self.source = source
  }

  /// The page's file.
  public var html: String { page.document }

  package var page: Page {
    let part = source.split.map { ", part \($0.rawValue)" } ?? ""
    let model = source.model.map { "\($0.name) \($0.version)" } ?? "a model"
    return Page(
      title: "Shortcut audit: \(model)",
      subtitle: "\(FigureText.count(audit.films, "film")) of \(source.data)\(part) · \(source.date.utcText)",
      notices: notices + PageNotice.about(pneumonias: audit.pneumonia, normal: audit.normal, unreadable: source.unreadableCount),
      sections: [verdictSection, viewSection, pictureSection, sweepSection, sourceSection, methodSection])
  }

  private var verdictSection: PageSection {
    PageSection("verdict", "What came out", short: "Verdict") {
      HTML("div", ["class": "verdict"]) {
        for sentence in audit.sentences { HTML("p") { sentence } }
      }
      PageTable(
        "One verdict a question",
        columns: ["question", "figure", "value", "95% interval", "warning from", "failure from", "verdict"],
        rows: audit.answers.map(\.cells)
      ).html
      HTML("p", ["class": "note"]) {
        "An AUROC counts from 0.5, which is what no shortcut at all gives, to either side; what lies within chance passes. The limits were fixed "
          + "before the first model was audited."
      }
    }
  }

  private var viewSection: PageSection {
    let rows = audit.views.map { view in
      [
        HTML(text: view.view.rawValue), FigureText.cell(view.auroc, isPercent: false), HTML(text: FigureText.percent(view.sensitivity)),
        HTML(text: FigureText.percent(view.specificity)), view.probe == nil ? HTML() : FigureText.cell(view.probe, isPercent: false),
        HTML(text: view.probe == nil ? "" : view.probeVerdict.rawValue),
      ]
    }
    return PageSection("views", "What the model makes of parts of the films, and what there is to be used", short: "Views") {
      PageTable(
        "Pneumonia against normal, by what is seen",
        columns: ["what is seen", "AUROC of the model", "Sensitivity", "Specificity", "AUROC of a probe", "what the data offer"], rows: rows
      ).html
      HTML("p", ["class": "note"]) {
        "A probe is a small learner that is shown nothing but that view, and asked about films of children it did not learn from. What it "
          + "reaches is there for any model to learn, whether this one did or not; a larger learner may reach more. From \(Shortcut.warnFrom) on "
          + "what the data offer is a warning, from \(Shortcut.failFrom) on a failure: of the data, not of the model."
      }
    }
  }
}
