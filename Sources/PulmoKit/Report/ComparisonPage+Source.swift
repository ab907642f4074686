extension ComparisonPage {
  /// What was compared on what, with the hashes that tell it.
  var sourceSection: PageSection {
    var table = ProvenanceTable()
    let patients = comparison.resampling.patients
    let perFilm = patients == comparison.count ? " (each film counts as one child)" : ""
    table.add(
      "Films",
      HTML {
        "\(comparison.count): \(pneumoniaCount) with pneumonia, \(normalCount) normal; of \(FigureText.count(patients, "child", "children"))\(perFilm)"
      })
    if let data = source.data {
      table.add("Taken from", data: data, split: source.split, splitFile: source.splitFile)
    }
    if let sha256 = source.sha256 { table.add("Films, SHA-256", hash: sha256) }
    if source.unreadableCount > 0 { table.add("Unreadable", "\(source.unreadableCount), in no figure") }
    for (letter, (model, origin)) in zip(letters, zip(comparison.models, source.origins)) {
      table.add(letter, HTML("bdi") { model.name })
      switch origin {
      case .model(let manifest):
        table.add("Its model", "\(manifest.name) \(manifest.version), trained on \(manifest.trainedOn)")
        table.add("Its weights, SHA-256", hash: manifest.weightsSHA256)
        table.add("Its threshold", "\(model.threshold), chosen on \(manifest.threshold.chosenOn)")
      case .scores(let sha256):
        table.add("Its scores, SHA-256", hash: sha256)
        table.add("Its threshold", "\(model.threshold), as asked for")
      }
    }
    return table.section("Where the scores come from", caption: "Films, models and thresholds", made: source.date)
  }

  /// How the figures are made, for whoever has to judge them.
  var methodSection: PageSection {
    PageSection("method", "How to read this page", short: "Method") {
      HTML("p") {
        "A model calls a film pneumonia where its score reaches the model's own threshold. A model with a lower threshold finds more and alarms "
          + "more: whether one is better at both, or only bolder, the AUROC tells, which needs no threshold."
      }
      HTML("p") {
        "Differences are taken film by film. Their intervals are the wider of one that takes films as independent (Newcombe's for paired "
          + "shares, DeLong's for the AUROC) and one of \(comparison.resampling.resamples) resamples of the children with all their films (seed "
          + "\(comparison.resampling.seed)), the same children drawn for all models. n/a means that a figure is undefined, never that it is 0."
      }
      HTML("p") {
        "Whoever chooses the better of several models on these films has to measure the chosen one on others: the best of several flatters itself."
      }
    }
  }
}
