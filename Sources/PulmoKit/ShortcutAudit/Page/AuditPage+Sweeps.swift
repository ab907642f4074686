extension AuditPage {
  /// A chart of means and one of figures for each sweep.
  var sweepSection: PageSection {
    PageSection("sweeps", "Brightness and proportions", short: "Sweeps") {
      HTML("p") {
        "How bright a film is and how wide are matters of the machine and of whoever exports it. Lines that stay level say that the model does "
          + "not mind; these figures have no intervals."
      }
      HTML("div", ["class": "columns charts"]) {
        for sweep in audit.sweeps {
          means(along: sweep).html
          figures(along: sweep).html
        }
      }
    }
  }

  private func means(along figures: SweepFigures) -> Chart {
    let isBrightness = figures.sweep == .brightness
    return Chart(
      isBrightness ? "brightness-means" : "aspect-means", title: "Mean probability along \(name(of: figures.sweep))",
      summary: "The mean probability of pneumonia that normal films and pneumonias get as all films change; the line is films as they are.",
      x: ChartAxis(figures.sweep.title), y: .share("Mean probability of pneumonia"),
      series: [
        ChartSeries("Normal", .line, .normal, points: points(of: figures, \.meanOfNormal)),
        ChartSeries("Pneumonia", .line, .pneumonia, points: points(of: figures, \.meanOfPneumonia)),
      ], marks: [ChartMark("as it is", at: figures.sweep.neutral)])
  }

  private func figures(along figures: SweepFigures) -> Chart {
    let isBrightness = figures.sweep == .brightness
    return Chart(
      isBrightness ? "brightness-figures" : "aspect-figures", title: "Figures along \(name(of: figures.sweep))",
      summary: "AUROC, and sensitivity and specificity at the model's threshold. The greatest loss of either against films as they are is "
        + "\(FigureText.percent(figures.loss)).",
      x: ChartAxis(figures.sweep.title), y: .share("AUROC, share of films"),
      series: [
        ChartSeries("AUROC", .line, .first, points: points(of: figures, \.auroc)),
        ChartSeries("Sensitivity", .line, .second, points: points(of: figures, \.sensitivity)),
        ChartSeries("Specificity", .line, .third, points: points(of: figures, \.specificity)),
      ], marks: [ChartMark("as it is", at: figures.sweep.neutral)], table: table(of: figures))
  }

  private func points(of figures: SweepFigures, _ value: KeyPath<SweepFigures.Point, Double?>) -> [[Double]] {
    figures.points.compactMap { point in point[keyPath: value].map { [point.step, $0] } }
  }

  private func table(of figures: SweepFigures) -> PageTable {
    PageTable(
      "Figures along \(name(of: figures.sweep))",
      columns: ["Step", "Mean of normal", "Mean of pneumonia", "AUROC", "Sensitivity", "Specificity"],
      rows: figures.points.map { point in
        [
          point.step.formatted(decimals: 2), FigureText.number(point.meanOfNormal), FigureText.number(point.meanOfPneumonia),
          FigureText.number(point.auroc), FigureText.percent(point.sensitivity), FigureText.percent(point.specificity),
        ]
      })
  }

  private func name(of sweep: FilmSweep) -> String { sweep == .brightness ? "brightness" : "width over height" }
}
