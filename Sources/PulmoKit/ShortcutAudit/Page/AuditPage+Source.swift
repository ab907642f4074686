extension AuditPage {
  /// What was audited on what, with the hashes that tell it.
  var sourceSection: PageSection {
    var table = ProvenanceTable()
    table.add("Films", data: source.data, split: source.split, splitFile: source.splitFile)
    table.add(
      "Counts",
      "\(audit.films) films of \(FigureText.count(audit.patients, "child", "children")): \(audit.normal) normal, \(audit.pneumonia) pneumonias"
    )
    table.add("Without a recognised chest", "\(audit.withoutRegion)")
    table.add("Films, SHA-256", hash: findings.dataSHA256)
    if let model = source.model {
      table.add(model)
    }
    table.add("Threshold", "\(audit.threshold)")
    table.add("Seed", "\(audit.seed)")
    return table.section("Where the figures come from", caption: "Films and model", made: source.date)
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
