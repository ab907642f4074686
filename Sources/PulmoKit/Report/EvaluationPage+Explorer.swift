import Statistics

extension EvaluationPage {
  /// What another threshold, or another frequency of pneumonia, would give: sliders and a table that follows them (`explorer.js`).
  ///
  /// Without scripts the table says what is in force. Nil where the films are of one class.
  var explorerSection: PageSection? {
    guard curve.positives > 0, curve.negatives > 0 else { return nil }
    return PageSection("explorer", "Threshold explorer", short: "Explorer") {
      HTML("p") {
        "Move the threshold, or say how frequent pneumonia is where the model would be used. To look, not to choose: a threshold chosen on these "
          + "films would flatter itself on them. Choose it on other films, with pulmo calibrate."
      }
      HTML("div", ["class": "explorer"]) {
        controls
        HTML("p", ["class": "explorer-says", "aria-live": "polite"]) { "" }
        table.html
        HTML("p", ["class": "note"]) {
          "Intervals here are Wilson's, films taken as independent. Predictive values at another frequency hold only where nothing else differs."
        }
        HTML(json: explorerData.json, class: "explorer-data")
      }
    }.running(.explorer)
  }

  private var controls: HTML {
    HTML("div", ["class": "controls"]) {
      HTML("div", ["class": "control"]) {
        HTML("label", ["for": "threshold"]) { "Threshold" }
        HTML("div", ["class": "row"]) {
          HTML(
            "input",
            ["type": "range", "id": "threshold-slider", "min": "0", "value": "0", "step": "1", "aria-label": "Threshold, film by film"])
          HTML("input", ["type": "number", "id": "threshold", "step": "any", "value": "\(evaluation.threshold)"])
        }
      }
      HTML("div", ["class": "control"]) {
        HTML("label", ["for": "prevalence"]) { "Pneumonias among the children, in per cent" }
        HTML("div", ["class": "row"]) {
          HTML(
            "input",
            [
              "type": "range", "id": "prevalence-slider", "min": "-7", "max": "7", "step": "0.05", "value": "0",
              "aria-label": "Share of pneumonias",
            ])
          HTML("input", ["type": "number", "id": "prevalence", "min": "0.01", "max": "99.99", "step": "any", "value": "50"])
        }
      }
      HTML("p") { HTML("button", ["type": "button", "id": "explorer-reset"]) { "Back to the threshold in force and these films" } }
    }
  }

  /// The cells that follow, by name; `explorer.js` fills in the same figures.
  private var table: PageTable {
    let confusion = evaluation.confusion
    let share = Double(curve.positives) / Double(films.count)
    let sensitivity = Double(confusion.tp) / Double(curve.positives)
    let specificity = Double(confusion.tn) / Double(curve.negatives)
    func cell(_ name: String, _ text: String) -> HTML { HTML("span", ["data-cell": name]) { text } }
    func ofThousand(_ value: Double) -> String { (1000 * value).formatted(decimals: 0) }
    return PageTable(
      "Figures at this threshold and frequency", columns: ["Figure", "Value", "95% interval (Wilson, films as independent), or count"],
      rows: [
        [
          HTML(text: "Sensitivity"), cell("sensitivity", FigureText.percent(sensitivity)),
          cell("sensitivity-range", FigureText.percents(evaluation[.sensitivity]?.independent)),
        ],
        [
          HTML(text: "Specificity"), cell("specificity", FigureText.percent(specificity)),
          cell("specificity-range", FigureText.percents(evaluation[.specificity]?.independent)),
        ],
        [
          HTML(text: "Positive predictive value"), cell("ppv", FigureText.percent(confusion.positivePredictiveValue(atPrevalence: share))),
          cell("alarms", "\(confusion.tp + confusion.fp) alarms here, \(confusion.fp) of them false"),
        ],
        [
          HTML(text: "Negative predictive value"), cell("npv", FigureText.percent(confusion.negativePredictiveValue(atPrevalence: share))),
          cell("cleared", "\(confusion.tn + confusion.fn) cleared here, \(confusion.fn) of them sick"),
        ],
        [
          HTML(text: "Of 1,000 children: sick"), cell("found", "\(ofThousand(share * sensitivity)) found"),
          cell("missed", "\(ofThousand(share * (1 - sensitivity))) missed"),
        ],
        [
          HTML(text: "Of 1,000 children: healthy"), cell("spared", "\(ofThousand((1 - share) * specificity)) cleared"),
          cell("alarmed", "\(ofThousand((1 - share) * (1 - specificity))) alarmed"),
        ],
      ])
  }

  private var explorerData: JSONText {
    let points = curve.points
    return .object([
      "threshold": .exact(evaluation.threshold),
      "positives": .integer(curve.positives),
      "negatives": .integer(curve.negatives),
      // One an entry: deciding from this score on finds so many and alarms so many. The first, nothing called, has no score.
      "scores": .array(points.dropFirst().map { .exact($0.threshold ?? 0) }),
      "truePositives": .array(points.map { .integer($0.truePositives) }),
      "falsePositives": .array(points.map { .integer($0.falsePositives) }),
    ])
  }
}
