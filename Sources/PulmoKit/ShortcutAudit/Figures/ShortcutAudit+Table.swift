import Statistics

extension ShortcutAudit {
  /// The audit as text: the answers, what the model sees of the films and what a probe makes of it, the sweeps, and the verdict in words.
  public var table: String {
    ([answerLines, viewLines] + sweeps.map(sweepLines) + [sentences]).map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private var answerLines: [String] {
    return TextTable.lines(
      [["question", "", "figure", "95% interval", "warning", "failure", "verdict"]] + answers.map(\.cells), textColumns: 2)
      + ["An AUROC counts from 0.5 to either side. What lies within chance passes."]
  }

  private var viewLines: [String] {
    let rows = views.map { view in
      [
        view.view.rawValue, FigureText.number(view.auroc?.value), FigureText.numbers(view.auroc?.quoted),
        FigureText.number(view.sensitivity),
        FigureText.number(view.specificity), view.probe.map { FigureText.number($0.value) } ?? "",
        view.probe.map { FigureText.numbers($0.quoted) } ?? "", view.probe == nil ? "" : view.probeVerdict.rawValue,
      ]
    }
    let head = ["what is seen", "AUROC", "95% interval", "sensitivity", "specificity", "probe", "95% interval", "offered"]
    var lines = TextTable.lines([head] + rows)
    if withoutRegion > 0 {
      lines.append("On \(withoutRegion) of \(films) films no chest is recognised: their lungs are taken to lie where they usually do.")
    }
    return lines
  }

  private func sweepLines(_ sweep: SweepFigures) -> [String] {
    let rows = sweep.points.map { point in
      [
        point.step.formatted(decimals: 2), FigureText.number(point.meanOfNormal), FigureText.number(point.meanOfPneumonia),
        FigureText.number(point.auroc), FigureText.number(point.sensitivity), FigureText.number(point.specificity),
      ]
    }
    return TextTable.lines(
      [[sweep.sweep.rawValue, "mean of normal", "of pneumonia", "AUROC", "sensitivity", "specificity"]] + rows, textColumns: 0)
  }
}
