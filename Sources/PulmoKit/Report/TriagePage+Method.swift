import Statistics

extension TriagePage {
  /// What made the readings, and what they mean.
  var methodSection: PageSection {
    PageSection("method", "How to read this page", short: "Method") {
      HTML("p") {
        "The first number of a film is the probability of pneumonia, 0 to 1, that the network gives it: its opinion on films like those it learned "
          + "from, not a child's risk. The word behind it is the decision at the model's threshold. Where the network tells kinds apart, the "
          + "probabilities of normal, bacterial and viral follow."
      }
      HTML("p") {
        "Pictures here are small and only tell films apart: a film is read where films are read."
      }
      if hasOverlays { for paragraph in Self.overlayMethod { HTML("p") { paragraph } } }
      HTML("div", ["class": "words"]) { PageTable("Model and films", columns: ["", "What"], rows: rows).html }
    }
  }

  private var rows: [[HTML]] {
    var rows: [[HTML]] = []
    func row(_ name: String, _ value: HTML) { rows.append([HTML(text: name), value]) }
    row("Films", HTML { for path in source.paths { HTML("bdi", ["class": "path"]) { path } } })
    row("Model", HTML(text: "\(model.name) \(model.version)"))
    row("Weights, SHA-256", HTML("span", ["class": "hash"]) { model.weightsSHA256 })
    row("Trained on", HTML(text: model.trainedOn))
    row(
      "Threshold",
      HTML(
        text: "\(FigureText.number(model.threshold.value, decimals: 4)): from this probability on, the decision is pneumonia; chosen on "
          + "\(model.threshold.chosenOn) for a sensitivity of \(model.threshold.wantedSensitivity)"))
    if let triage = model.triage {
      row("Clear", HTML(text: triage.clearBelow.map { "below \(FigureText.number($0, decimals: 4))" } ?? "no film"))
      row("Urgent", HTML(text: triage.urgentAbove.map { "above \(FigureText.number($0, decimals: 4))" } ?? "no film"))
      row("Triage chosen on", HTML(text: triage.chosenOn))
    }
    row("Made", HTML(text: "\(source.date.utcText) by pulmo \(pulmoVersion)"))
    return rows
  }
}
