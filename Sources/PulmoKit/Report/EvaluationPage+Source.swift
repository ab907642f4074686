import Statistics

extension EvaluationPage {
  /// What was measured on what, with the hashes that tell it.
  var sourceSection: PageSection {
    var table = ProvenanceTable()
    let kinds = Label.allCases.compactMap { label -> String? in
      let count = films.count { $0.score.label == label }
      return count == 0 ? nil : "\(count) \(label.rawValue)"
    }
    table.add("Films", data: source.data, split: source.split, splitFile: source.splitFile)
    table.add("Counts", "\(films.count) films of \(patients): \(kinds.joined(separator: ", "))")
    if source.unreadableCount > 0 { table.add("Unreadable", "\(source.unreadableCount), in no figure") }
    if let sha256 = source.sha256 {
      table.add(source.isFromScores ? "Scores, SHA-256" : "Films, SHA-256", hash: sha256)
    }
    if let model = source.model, !source.isFromScores {
      table.add(model)
      for (part, digest) in model.dataHashes.sorted(by: { $0.key < $1.key }) { table.add("Its part \(part), SHA-256", hash: digest) }
      if model.threshold.value == evaluation.threshold {
        table.add(
          "Threshold",
          "\(evaluation.threshold), chosen on \(model.threshold.chosenOn) for a sensitivity of \(model.threshold.wantedSensitivity)")
      } else {
        table.add("Threshold", "\(evaluation.threshold), as asked for; the model's own is \(model.threshold.value)")
      }
    } else {
      table.add("Model", "not known: scores of a file may be any tool's")
      if let model = source.model, model.threshold.value == evaluation.threshold {
        table.add("Threshold of", "\(model.name) \(model.version): \(evaluation.threshold)")
      } else {
        table.add("Threshold", "\(evaluation.threshold), as asked for")
      }
    }
    return table.section("Where the figures come from", caption: "Films, model and threshold", made: source.date)
  }

  /// How the figures are made, for whoever has to judge them.
  var methodSection: PageSection {
    PageSection("method", "How to read this page", short: "Method") {
      HTML("p") {
        "A film is called pneumonia where its score reaches the threshold. The classes are normal, and pneumonia of any kind."
      }
      HTML("p") {
        "Proportions have Wilson's interval, the area under the ROC curve DeLong's; both take films as independent of each other. Films of one "
          + "child are not, so children are also drawn anew \(evaluation.resampling.resamples) times with all their films (clustered bootstrap, seed "
          + "\(evaluation.resampling.seed), within those with normal films only, with pneumonias only, and with both), and the wider of the two intervals is shown. Other figures have the latter alone; calibration errors have none. "
          + "n/a means that a figure is undefined, never that it is 0."
      }
      HTML("p") {
        "Predictive values, accuracy, F1, MCC, kappa, average precision, the Brier score and net benefit depend on how frequent pneumonia is: here "
          + "\(FigureText.percent(Double(curve.positives) / Double(films.count))) of the films. For another frequency the threshold explorer gives "
          + "predictive values and what becomes of 1,000 children."
      }
      HTML("p") {
        "Nothing on this page may choose a threshold for these same films and then be quoted: a threshold is chosen on other films "
          + "(pulmo calibrate) and measured here."
      }
    }
  }
}
