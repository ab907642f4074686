import Statistics

extension Evaluation {
  /// The figures as text, the most important first: what is found and cleared, with intervals; the confusion matrix; the figures of each class;
  /// what weighs both classes; the probabilities; three classes where there are such.
  public var table: String {
    var lines = [Figure.sensitivity, .specificity, .auroc, .positivePredictiveValue, .negativePredictiveValue, .accuracy].map(line)
    lines += ["", Self.row("confusion", ["called normal", "called pneumonia"], width: 18)]
    lines.append(Self.row("is normal", ["\(confusion.tn)", "\(confusion.fp)"], width: 18))
    lines.append(Self.row("is pneumonia", ["\(confusion.fn)", "\(confusion.tp)"], width: 18))
    lines += ["", Self.row("", ["precision", "recall", "F1", "support"])]
    for decision in Decision.allCases {
      lines.append(Self.row(decision.rawValue, figures(of: decision)))
    }
    lines.append("")
    lines += [
      Figure.balancedAccuracy, .matthewsCorrelation, .kappa, .positiveLikelihoodRatio, .negativeLikelihoodRatio, .averagePrecision,
    ].map(line)
    lines.append(Self.line("Brier score", calibration?.brier, of: calibration == nil ? "a score is no probability" : nil))
    lines.append(Self.plainLine("calibration error", calibration?.expectedError, of: "expected, ten bins"))
    if let threeClasses { lines += [""] + threeClasses.lines }
    return (lines + ["", intervalsNote]).joined(separator: "\n")
  }

  /// Where the intervals come from.
  private var intervalsNote: String {
    guard resampling.resamples > 0 else {
      return "Intervals take films as independent; where one child has several, the truth is less certain."
    }
    let patients = resampling.patients == count ? "; no film is known to share its patient with another" : ""
    return "Intervals are the wider of Wilson's or DeLong's, which take films as independent, and one of resampled patients\n"
      + "(\(resampling.resamples) resamples of \(resampling.patients)\(patients)). Where nothing varies there is none."
  }

  private func line(_ figure: Figure) -> String { Self.line(figure.title, self[figure], of: counts(figure)) }

  /// What the figure counts, in words.
  private func counts(_ figure: Figure) -> String? {
    guard let (films, of) = figure.share(of: confusion) else { return nil }
    return switch figure {
    case .sensitivity: "\(films) of \(of) pneumonias found"
    case .specificity: "\(films) of \(of) normal films called normal"
    case .positivePredictiveValue: "\(films) of \(of) called pneumonia are"
    case .negativePredictiveValue: "\(films) of \(of) called normal are"
    default: "\(films) of \(of) films"
    }
  }

  static func line(_ name: String, _ figure: QuotedInterval?, of counts: String?) -> String {
    guard let figure else { return plainLine(name, nil, of: counts) }
    let range = figure.quoted.map { "95% interval \(text($0.lower)) to \(text($0.upper))" } ?? "no interval"
    return cell(name, text(figure.value)) + "   " + ([range] + (counts.map { [$0] } ?? [])).joined(separator: "; ")
  }

  /// A figure that has no interval by its nature.
  private static func plainLine(_ name: String, _ value: Double?, of counts: String?) -> String {
    cell(name, text(value)) + (counts.map { "   (\($0))" } ?? "")
  }

  /// A name and a number in the table's first 25 columns.
  private static func cell(_ name: String, _ number: String) -> String {
    name + String(repeating: " ", count: max(1, 25 - name.count - number.count)) + number
  }

  static func row(_ name: String, _ cells: [String], width: Int = 11) -> String {
    let name = name + String(repeating: " ", count: max(0, 14 - name.count))
    return cells.reduce(name) { $0 + String(repeating: " ", count: max(1, width - $1.count)) + $1 }
  }

  static func row(_ name: String, _ figures: ClassFigures) -> String {
    row(name, [text(figures.precision), text(figures.recall), text(figures.f1), "\(figures.support)"])
  }

  static func text(_ value: Double?) -> String { FigureText.number(value, decimals: 4) }
}

extension ThreeClassEvaluation {
  /// The three-class part of a table.
  fileprivate var lines: [String] {
    let names = Self.classes.map(\.rawValue)
    var lines = [Evaluation.row("three classes", names.map { "called \($0)" }, width: 18)]
    for (name, counts) in zip(names, figures.confusion.counts) {
      lines.append(Evaluation.row("is \(name)", counts.map { "\($0)" }, width: 18))
    }
    lines += ["", Evaluation.row("", ["precision", "recall", "F1", "support"])]
    for (index, name) in names.enumerated() {
      lines.append(Evaluation.row(name, figures.confusion.figures(of: index)))
    }
    lines.append("")
    lines.append(Evaluation.line("accuracy", accuracy, of: "\(figures.confusion.count) films\(leftOut > 0 ? ", \(leftOut) left out" : "")"))
    lines.append(Evaluation.row("macro F1", [Evaluation.text(figures.confusion.macroF1)]))
    lines.append(Evaluation.row("macro AUROC", [Evaluation.text(figures.macroAUROC)]))
    for (name, area) in zip(names, areas) { lines.append(Evaluation.line("AUROC of \(name)", area, of: nil)) }
    return lines
  }
}
