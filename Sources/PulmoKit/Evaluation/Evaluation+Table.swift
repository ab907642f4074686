import Statistics

extension Evaluation {
  /// The figures as text: precision, recall, F1 and support of each class, accuracy with its interval, the confusion matrix, AUROC.
  public var table: String {
    var lines = [Self.row("", ["precision", "recall", "F1", "support"])]
    for decision in Decision.allCases {
      let figures = figures(of: decision)
      lines.append(
        Self.row(
          decision.rawValue,
          [Self.text(figures.precision), Self.text(figures.recall), Self.text(figures.f1), "\(figures.support)"]))
    }
    lines += ["", Self.row("confusion", ["called normal", "called pneumonia"], width: 18)]
    lines.append(Self.row("is normal", ["\(confusion.tn)", "\(confusion.fp)"], width: 18))
    lines.append(Self.row("is pneumonia", ["\(confusion.fn)", "\(confusion.tp)"], width: 18))
    lines.append("")
    for (name, interval, of) in [
      ("accuracy", accuracy, "\(confusion.tn + confusion.tp) of \(count) films"),
      ("sensitivity", sensitivity, "\(confusion.tp) of \(confusion.tp + confusion.fn) pneumonias found"),
      ("specificity", specificity, "\(confusion.tn) of \(confusion.tn + confusion.fp) normal films called normal"),
    ] {
      guard let interval else {
        lines.append(Self.row(name, ["n/a"]) + "   (\(of))")
        continue
      }
      let range = "95% interval \(Self.text(interval.lower)) to \(Self.text(interval.upper))"
      lines.append(Self.row(name, [Self.text(interval.value)]) + "   \(range); \(of)")
    }
    lines.append(Self.row("AUROC", [Self.text(auroc)]))
    return lines.joined(separator: "\n")
  }

  private static func row(_ name: String, _ cells: [String], width: Int = 11) -> String {
    let name = name + String(repeating: " ", count: max(0, 14 - name.count))
    return cells.reduce(name) { $0 + String(repeating: " ", count: max(1, width - $1.count)) + $1 }
  }

  private static func text(_ value: Double?) -> String { value.map { $0.formatted(decimals: 4) } ?? "n/a" }
}
