extension AuditPage {
  /// What was audited on what, with the hashes that tell it.
  var sourceSection: PageSection {
    var rows: [[HTML]] = []
    func row(_ name: String, _ value: HTML) { rows.append([HTML(text: name), value]) }
    func hash(_ text: String) -> HTML { HTML("span", ["class": "hash"]) { text } }
    row(
      "Films",
      HTML {
        HTML("bdi") { source.data }
        source.split.map { ", part \($0.rawValue)" } ?? ""
        if let file = source.splitFile {
          " of "
          HTML("bdi") { file }
        }
      })
    row(
      "Counts",
      HTML(
        text:
          "\(audit.films) films of \(FigureText.count(audit.patients, "child", "children")): \(audit.normal) normal, \(audit.pneumonia) pneumonias"
      ))
    row("Without a recognised chest", HTML(text: "\(audit.withoutRegion)"))
    row("Films, SHA-256", hash(findings.dataSHA256))
    if let model = source.model {
      row("Model", HTML(text: "\(model.name) \(model.version)"))
      row("Weights, SHA-256", hash(model.weightsSHA256))
      row("Trained on", HTML(text: model.trainedOn))
    }
    row("Threshold", HTML(text: "\(audit.threshold)"))
    row("Seed", HTML(text: "\(audit.seed)"))
    row("Made", HTML(text: "\(source.date.utcText) by pulmo \(pulmoVersion)"))
    return PageSection("source", "Where the figures come from", short: "Provenance") {
      HTML("div", ["class": "words"]) { PageTable("Films and model", columns: ["", "What"], rows: rows).html }
    }
  }

  /// How the films are changed and the figures made, for whoever has to judge them.
  var methodSection: PageSection {
    PageSection("method", "How to read this page", short: "Method") {
      HTML("p") {
        "Films are squashed to 224×224 pixels, changed, and go through the model's own preprocessing. The border is \(FilmView.borderWidth) pixels "
          + "wide, a corner \(FilmView.cornerSide) pixels long and high; what of the lungs' rectangle lies there is hidden. Marks are what is "
          + "\(BrightMarks.leastContrast) levels brighter than what surrounds it, outside that rectangle."
      }
      HTML("p") {
        "The rectangle is found by comparison with the mean chest. Its place and size themselves say something of how a film was taken, and "
          + "stay visible where it is hidden; it holds shoulders, heart and belly beside the lungs, and what stands on them, such as leads."
      }
      HTML("p") {
        "No film in practice looks like these. A figure far from 0.5 without lungs says that the model reads something else; one near 0.5 does not "
          + "say that it reads nothing else where the lungs are there too. That is what the other backgrounds ask: each is another child's film, "
          + "drawn by seed without a look at labels, so that answers which follow its label follow the background."
      }
      HTML("p") {
        "Intervals are the wider of DeLong's, which takes films as independent, and one of resampled children. n/a means that a figure is undefined, "
          + "never that it is 0."
      }
    }
  }
}
