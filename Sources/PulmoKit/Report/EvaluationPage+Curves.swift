import Statistics

extension EvaluationPage {
  /// The charts; what the scores do not allow is left out, with the reason.
  var curveSections: [PageSection] {
    get throws(DataError) {
      let told = curve.positives > 0 && curve.negatives > 0
      var sections: [PageSection] = []
      let roc = told ? try rocChart : nil
      sections.append(
        PageSection("curves", "How well the two are told apart", short: "Curves") {
          HTML("div", ["class": "columns charts"]) {
            roc?.html
            if entersCorner { roc.map(corner)?.html }
            if told { precisionRecallChart.html }
            histogram.html
          }
          if !told { HTML("p") { "The films are of one class: there is no curve of telling two apart." } }
        })
      guard let calibration = evaluation.calibration else {
        sections.append(
          PageSection("calibration", "Probabilities", short: "Calibration") {
            HTML("p") {
              "The scores are not all from 0 to 1, so they are no probabilities: there is no calibration and no net benefit to show."
            }
          })
        return sections
      }
      let decision = told ? try decisionChart : nil
      sections.append(
        PageSection("calibration", "Whether the probabilities can be taken at their word, and are of use", short: "Calibration") {
          HTML("div", ["class": "columns charts"]) {
            reliabilityChart(calibration.reliability).html
            decision?.html
          }
        })
      return sections
    }
  }

  private var rocChart: Chart {
    get throws(DataError) {
      let band = try rocBand
      func rates(_ point: ROCCurve.Point) -> [Double] {
        [Double(point.falsePositives) / Double(curve.negatives), Double(point.truePositives) / Double(curve.positives)]
      }
      let confusion = evaluation.confusion
      let here = [Double(confusion.fp) / Double(curve.negatives), Double(confusion.tp) / Double(curve.positives)]
      let area = evaluation[.auroc]
      return Chart(
        "roc", title: "ROC curve",
        summary: "Sensitivity against false alarms at every threshold. Area \(FigureText.number(area?.value)) (95% interval "
          + "\(FigureText.numbers(area?.quoted))). \(band == nil ? "" : Self.bandNote)At the threshold in force "
          + "\(FigureText.percent(here[1])) of pneumonias are found with \(FigureText.percent(here[0])) false alarms among normal films.",
        x: .share("False alarms among normal films"), y: .share("Sensitivity"),
        series: [
          ChartSeries("95% band", .band, .first, points: band?.points.map { [$0.falsePositiveRate, $0.lower, $0.upper] } ?? []),
          ChartSeries("This model", .line, .first, points: Self.corners(curve.points.map(rates))),
          ChartSeries("Without looking", .line, .reference, points: [[0, 0], [1, 1]]),
          ChartSeries("Threshold in force", .points, .chosen, points: [here]),
        ],
        table: band.map(table))
    }
  }

  private static let bandNote =
    "The band is, at each rate of false alarms, the wider of two 95% intervals of the sensitivity: Wilson's and that of resampled children. It "
    + "holds point by point, not for the whole curve. "

  /// Nil where no patients are resampled.
  private var rocBand: ROCBand? {
    get throws(DataError) {
      let resamples = evaluation.resampling.resamples
      guard resamples > 0 else { return nil }
      return try statistic { () throws(StatisticsError) in
        try ROCBand(scores: probabilities, draws: PatientDraws(films.map(\.score), resamples: resamples))
      }
    }
  }

  private func table(of band: ROCBand) -> PageTable {
    let points = band.points.filter { point in
      [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5].contains { abs($0 - point.falsePositiveRate) < 1e-9 }
    }
    return PageTable(
      "Sensitivity at some rates of false alarms", columns: ["False alarms", "Sensitivity", "95% interval"],
      rows: points.map {
        [
          FigureText.percent($0.falsePositiveRate), FigureText.percent($0.sensitivity),
          "\(FigureText.percent($0.lower)) to \(FigureText.percent($0.upper))",
        ]
      })
  }

  /// Whether the curve runs well inside the corner: there is little to see of it otherwise.
  private var entersCorner: Bool {
    curve.points.contains {
      Double($0.falsePositives) <= 0.1 * Double(curve.negatives) && Double($0.truePositives) >= 0.85 * Double(curve.positives)
    }
  }

  /// The corner of the ROC where good models differ.
  private func corner(of roc: Chart) -> Chart {
    Chart(
      "roc-corner", title: "The ROC's upper left corner",
      summary: "The same curve and band where fewer than 20% of normal films raise an alarm and more than 80% of pneumonias are found.",
      x: ChartAxis(roc.x.title, from: 0, to: 0.2, isPercent: true), y: ChartAxis(roc.y.title, from: 0.8, to: 1, isPercent: true),
      series: roc.series)
  }

  private var precisionRecallChart: Chart {
    let points = PrecisionRecallCurve(curve).points.compactMap { point in point.recall.map { [$0, point.precision] } }
    let share = Double(curve.positives) / Double(films.count)
    let area = evaluation[.averagePrecision]
    let here = [evaluation[.sensitivity]?.value, evaluation[.positivePredictiveValue]?.value].compactMap(\.self)
    return Chart(
      "precision-recall", title: "Precision and recall",
      summary: "The share of alarms that are pneumonia against the share of pneumonias found, at every threshold. Average precision "
        + "\(FigureText.number(area?.value)) (95% interval \(FigureText.numbers(area?.quoted))); "
        + "alarms without looking would be right in \(FigureText.percent(share)).",
      x: .share("Recall: pneumonias found"), y: .share("Precision: alarms that are pneumonia"),
      series: [
        ChartSeries("This model", .line, .first, points: Self.corners(points)),
        ChartSeries("Without looking", .line, .reference, points: [[0, share], [1, share]]),
        ChartSeries("Threshold in force", .points, .chosen, points: here.count == 2 ? [here] : []),
      ])
  }

  private var histogram: Chart {
    let scores = probabilities
    let isProbability = evaluation.calibration != nil
    let (least, greatest) = isProbability ? (0, 1) : (scores.min() ?? 0, scores.max() ?? 1)
    // Divided before they are subtracted: another tool's scores may lie as far apart as numbers go.
    let step = greatest / 40 - least / 40
    let width = step > 0 ? step : 1
    func series(_ name: String, _ role: ChartSeries.Role, positive: Bool) -> ChartSeries {
      var shares = [Double](repeating: 0, count: 40)
      let own = zip(scores, labels).filter { $0.1 == positive }.map(\.0)
      for score in own { shares[min(39, Int((score / 40 - least / 40) / width * 40))] += 1 / Double(own.count) }
      let points = shares.indices.map { [least + Double($0) * width, shares[$0]] } + [[least + 40 * width, 0]]
      return ChartSeries("\(name) (\(own.count))", .steps, role, points: own.isEmpty ? [] : points)
    }
    return Chart(
      "histogram", title: "Scores by class",
      summary:
        "How the scores of normal films and of pneumonias are spread: each class as a share of its own films, in 40 equal bins, on a "
        + "root scale that keeps few films visible. Right of the threshold a film is called pneumonia.",
      x: ChartAxis(isProbability ? "Probability of pneumonia" : "Score", from: least, to: least + 40 * width),
      y: ChartAxis("Share of the class's films", from: 0, isPercent: true, isRoot: true),
      series: [series("Normal", .normal, positive: false), series("Pneumonia", .pneumonia, positive: true)],
      marks: [ChartMark("threshold", at: evaluation.threshold)])
  }

  private func reliabilityChart(_ reliability: Reliability) -> Chart {
    let bins = reliability.bins.compactMap { bin -> (Reliability.Bin, Double, Interval)? in
      guard let mean = bin.meanProbability, let rate = Interval.wilson(successes: bin.positives, trials: bin.count) else { return nil }
      return (bin, mean, rate)
    }
    return Chart(
      "reliability", title: "Reliability",
      summary:
        "In ten groups of equal width, the share that is pneumonia against the mean probability given. On the diagonal a probability means "
        + "what it says. Expected calibration error \(FigureText.number(reliability.expectedError)), greatest "
        + "\(FigureText.number(reliability.maximumError)); the bars (Wilson, 95%, films as independent) say how little a group of few films tells.",
      x: .share("Mean probability given"), y: .share("Share that is pneumonia"),
      series: [
        ChartSeries("As it should be", .line, .reference, points: [[0, 0], [1, 1]]),
        ChartSeries("This model", .intervals, .first, points: bins.map { [$1, $2.value, $2.lower, $2.upper] }),
      ],
      table: PageTable(
        "Groups by probability; intervals are Wilson's, films as independent",
        columns: ["Probabilities", "Films", "Mean given", "Pneumonia", "95% interval"],
        rows: bins.map { bin, mean, rate in
          [
            "\(FigureText.percent(bin.lower)) to \(FigureText.percent(bin.upper))", "\(bin.count)", FigureText.percent(mean),
            FigureText.percent(rate.value), FigureText.percents(rate),
          ]
        }))
  }

  private var decisionChart: Chart {
    get throws(DataError) {
      let curve = try statistic { () throws(StatisticsError) in
        try DecisionCurve(probabilities: probabilities, labels: labels)
      }
      return Chart(
        "decision", title: "Net benefit",
        summary:
          "Found pneumonias a film, false alarms taken off at the worth that acting from a probability on gives them. The model is of use where "
          + "its line is above both acting on every film and acting on none. Holds for \(FigureText.percent(curve.prevalence)) pneumonia, as here.",
        x: ChartAxis("Acting from this probability on", from: 0, to: 1, isPercent: true),
        y: ChartAxis("Net benefit a film", from: -0.1),
        series: [
          ChartSeries("This model", .line, .first, points: curve.points.map { [$0.threshold, $0.netBenefit] }),
          ChartSeries("Acting on all", .line, .second, points: curve.points.map { [$0.threshold, $0.actingOnAll] }),
          ChartSeries("Acting on none", .line, .reference, points: [[0, 0], [1, 0]]),
        ],
        table: PageTable(
          "Net benefit at some probabilities", columns: ["Acting from", "This model", "Acting on all"],
          rows: curve.points.filter { point in [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9].contains { abs($0 - point.threshold) < 1e-9 } }
            .map { [FigureText.percent($0.threshold), FigureText.number($0.netBenefit), FigureText.number($0.actingOnAll)] }))
    }
  }

  private func statistic<Result>(_ make: () throws(StatisticsError) -> Result) throws(DataError) -> Result {
    do throws(StatisticsError) { return try make() } catch { throw DataError(error, films.map(\.score)) }
  }

  /// The points at which a line turns: those between two others on one level or upright line change nothing of it.
  static func corners(_ points: [[Double]]) -> [[Double]] {
    points.indices.compactMap { index in
      guard index > 0, index + 1 < points.count else { return points[index] }
      let (before, here, after) = (points[index - 1], points[index], points[index + 1])
      let isLevel = before[1] == here[1] && here[1] == after[1]
      let isUpright = before[0] == here[0] && here[0] == after[0]
      return isLevel || isUpright ? nil : here
    }
  }
}
