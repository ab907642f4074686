import Statistics

extension EvaluationPage {
  /// The confusion matrix, the figures that come from it, and that of three classes where there is one.
  var matrixSection: PageSection {
    let confusion = evaluation.confusion
    func cell(_ count: Int, _ all: Int, _ kind: String) -> HTML {
      HTML("span", ["class": "count " + kind]) {
        HTML("strong") { "\(count)" }
        " "
        HTML("span", ["class": "range"]) { FigureText.percent(all == 0 ? nil : Double(count) / Double(all)) }
      }
    }
    func all(_ count: Int) -> HTML { HTML("span", ["class": "count"]) { "\(count)" } }
    let matrix = PageTable(
      "Films at the threshold \(FigureText.number(evaluation.threshold, decimals: 4))",
      columns: ["", "called normal", "called pneumonia", "all"],
      rows: [
        [
          HTML(text: "is normal"), cell(confusion.tn, curve.negatives, "right"), cell(confusion.fp, curve.negatives, "wrong"),
          all(curve.negatives),
        ],
        [
          HTML(text: "is pneumonia"), cell(confusion.fn, curve.positives, "wrong"), cell(confusion.tp, curve.positives, "right"),
          all(curve.positives),
        ],
        [HTML(text: "all"), all(confusion.tn + confusion.fn), all(confusion.fp + confusion.tp), all(confusion.count)],
      ])
    return PageSection("matrix", "Decisions", short: "Confusion matrix") {
      HTML("div", ["class": "columns"]) {
        HTML("div") {
          matrix.html
          threeClassTable
        }
        figureTable.html
      }
    }
  }

  private var figureTable: PageTable {
    func row(_ name: String, _ figure: QuotedInterval?, isPercent: Bool = false) -> [HTML] {
      let texts = isPercent ? (FigureText.percent, FigureText.percents) : (FigureText.number, FigureText.numbers)
      return [HTML(text: name), HTML(text: texts.0(figure?.value)), HTML("span", ["class": "range"]) { texts.1(figure?.quoted) }]
    }
    var rows = Figure.allCases.map { row($0.longTitle, evaluation[$0], isPercent: $0.isPercent) }
    if let calibration = evaluation.calibration { rows.append(row("Brier score (0 is best)", calibration.brier)) }
    return PageTable("Figures with 95% intervals", columns: ["Figure", "Value", "95% interval"], rows: rows)
  }

  /// Films of a known kind against the most probable of three classes; nil where scores have no three classes.
  private var threeClassTable: HTML? {
    guard let three = evaluation.threeClasses else { return nil }
    let classes = ThreeClassEvaluation.classes
    let confusion = three.figures.confusion
    let rows = classes.indices.map { index in
      let figures = confusion.figures(of: index)
      return [HTML(text: "is \(classes[index].rawValue)")] + confusion.counts[index].map { HTML(text: "\($0)") }
        + [
          HTML(text: FigureText.percent(figures.recall)), HTML(text: FigureText.percent(figures.precision)),
          FigureText.cell(three.areas[index], isPercent: false),
        ]
    }
    return HTML {
      PageTable(
        "Three classes: each film called its most probable one",
        columns: ["", "called normal", "bacterial", "viral", "recall", "precision", "AUROC"], rows: rows
      ).html
      HTML("p", ["class": "note"]) {
        "\(confusion.count) films of a known kind"
          + (three.leftOut > 0 ? " (\(three.leftOut) left out)" : "")
          + ": accuracy \(FigureText.percent(three.accuracy.value)) (95% interval "
          + "\(FigureText.percents(three.accuracy.quoted))), macro F1 \(FigureText.number(confusion.macroF1)), macro AUROC "
          + "\(FigureText.number(three.figures.macroAUROC)); each area is of one class against the others. Recall, precision and macro figures have no interval here. The threshold plays no part."
      }
    }
  }
}
