import Statistics

extension Robustness {
  /// The figures as text: a row a corruption, their mean, and the worst.
  public var table: String {
    let hasFolds = clean.meanOfFolds != nil
    let folds = hasFolds ? ["mean of folds"] : []
    let head = ["corruption", "family", "AUROC", "95% interval"] + folds + ["change", "sensitivity", "specificity"]
    var rows = [head, ["none", ""] + clean.cells(change: "", hasFolds: hasFolds)]
    for corruption in Corruption.allCases {
      let family = corruption.family.rawValue + (Family.heldOut.contains(corruption.family) ? " *" : "")
      let change = self.change(under: corruption).map { FigureText.signed($0, decimals: 4) } ?? FigureText.undefined
      rows.append([corruption.rawValue, family] + self[corruption].cells(change: change, hasFolds: hasFolds))
    }
    let worst = worst.map { "\(FigureText.number($0.auroc, decimals: 4)), \($0.corruption.rawValue)" } ?? FigureText.undefined
    var lines = TextTable.lines(rows, textColumns: 2)
    lines += [
      "", "AUROC under the corruptions: mean \(FigureText.number(meanAUROC, decimals: 4)), worst \(worst)",
      "* this project's recipes never train on this family.",
    ]
    return lines.joined(separator: "\n")
  }

  private typealias Family = Corruption.Family
}

extension Robustness.Figures {
  fileprivate func cells(change: String, hasFolds: Bool) -> [String] {
    func text(_ value: Double?) -> String { FigureText.number(value, decimals: 4) }
    return [text(auroc?.value), FigureText.numbers(auroc?.quoted, decimals: 4)] + (hasFolds ? [text(meanOfFolds)] : [])
      + [change, text(sensitivity?.value), text(specificity?.value)]
  }
}
