import Statistics

extension ComparisonPage {
  /// The figures of each model.
  var modelSection: PageSection {
    PageSection("models", "Each model by itself", short: "Models") {
      PageTable(
        "Figures with 95% intervals", columns: ["Figure"] + letters,
        rows: Figure.allCases.map { figure in
          [HTML(text: figure.longTitle)]
            + comparison.models.map { FigureText.cell($0.figures[figure], isPercent: figure.isPercent) }
        }
      ).html
    }
  }

  /// What differs between every two.
  var differenceSection: PageSection {
    PageSection("differences", "What differs, film by film", short: "Differences") {
      for pair in comparison.pairs { table(of: pair).html }
      HTML("p", ["class": "note"]) {
        "A difference whose interval includes 0 may be none. The tests (McNemar's exact one, DeLong's for the AUROC) take films as independent: "
          + "where one child has several, go by the interval."
      }
    }
  }

  private func table(of pair: Comparison.Pair) -> PageTable {
    let (first, second) = (letters[pair.first], letters[pair.second])
    let rows = Comparison.compared.map { figure -> [HTML] in
      let difference = pair.differences[figure]
      let test: McNemarTest? =
        switch figure {
        case .sensitivity: pair.mcNemarOfPneumonias
        case .specificity: pair.mcNemarOfNormal
        case .accuracy: pair.mcNemar
        default: nil
        }
      let text = figure.isPercent ? FigureText.points : FigureText.signed
      let unit = figure.isPercent ? " points" : ""
      let range = difference?.quoted.map { "\(text($0.lower)) to \(text($0.upper))\(unit)" } ?? "no interval"
      return [
        HTML(text: figure.longTitle), HTML(text: difference.map { text($0.value) + unit } ?? FigureText.undefined),
        HTML("span", ["class": "range"]) { range }, HTML(text: test.map { "\($0.onlyFirstRight)" } ?? ""),
        HTML(text: test.map { "\($0.onlySecondRight)" } ?? ""),
        HTML(text: Comparison.text(probability: test?.pValue ?? pair.deLong?.pValue)),
      ]
    }
    return PageTable(
      "\(first) less \(second)",
      columns: ["Figure", "Difference", "95% interval", "Only \(first) right", "Only \(second) right", "Test"], rows: rows)
  }
}
