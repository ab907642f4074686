extension ComparisonPage {
  /// What was compared on what, with the hashes that tell it.
  var sourceSection: PageSection {
    var rows: [[HTML]] = []
    func row(_ name: String, _ value: HTML) { rows.append([HTML(text: name), value]) }
    func hash(_ text: String) -> HTML { HTML("span", ["class": "hash"]) { text } }
    let patients = comparison.resampling.patients
    let perFilm = patients == comparison.count ? " (each film counts as one child)" : ""
    row(
      "Films",
      HTML {
        "\(comparison.count): \(pneumoniaCount) with pneumonia, \(normalCount) normal; of \(FigureText.count(patients, "child", "children"))\(perFilm)"
      })
    if let data = source.data {
      row(
        "Taken from",
        HTML {
          HTML("bdi") { data }
          source.split.map { ", part \($0.rawValue)" } ?? ""
          if let file = source.splitFile {
            " of "
            HTML("bdi") { file }
          }
        })
    }
    if let sha256 = source.sha256 { row("Films, SHA-256", hash(sha256)) }
    if source.unreadableCount > 0 { row("Unreadable", HTML(text: "\(source.unreadableCount), in no figure")) }
    for (letter, (model, origin)) in zip(letters, zip(comparison.models, source.origins)) {
      row(letter, HTML("bdi") { model.name })
      switch origin {
      case .model(let manifest):
        row("Its model", HTML(text: "\(manifest.name) \(manifest.version), trained on \(manifest.trainedOn)"))
        row("Its weights, SHA-256", hash(manifest.weightsSHA256))
        row("Its threshold", HTML(text: "\(model.threshold), chosen on \(manifest.threshold.chosenOn)"))
      case .scores(let sha256):
        row("Its scores, SHA-256", hash(sha256))
        row("Its threshold", HTML(text: "\(model.threshold), as asked for"))
      }
    }
    row("Made", HTML(text: "\(source.date.utcText) by pulmo \(pulmoVersion)"))
    return PageSection("source", "Where the scores come from", short: "Provenance") {
      HTML("div", ["class": "words"]) { PageTable("Films, models and thresholds", columns: ["", "What"], rows: rows).html }
    }
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
