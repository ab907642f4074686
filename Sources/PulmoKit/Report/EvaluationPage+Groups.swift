import Statistics

extension EvaluationPage {
  /// The figures by kinds of films; nil where nothing is known to group by.
  var groupSection: PageSection? {
    guard !groups.isEmpty || sizeNote != nil else { return nil }
    return PageSection("groups", "Whether it works alike on all kinds of films", short: "Subgroups") {
      for group in groups {
        PageTable(
          group.title, columns: ["", "Films", "Children", "Pneumonias", "Sensitivity", "Specificity", "AUROC"],
          rows: group.groups.map { group in
            [
              HTML(text: group.name), HTML(text: "\(group.count)"), HTML(text: "\(group.patients)"),
              HTML(text: "\(group.confusion.positive.support)"), FigureText.cell(group.figures[.sensitivity]),
              FigureText.cell(group.figures[.specificity]), FigureText.cell(group.figures[.auroc], isPercent: false),
            ]
          }
        ).html
        HTML("p", ["class": "note"]) { group.note }
      }
      if let sizeNote { HTML("p") { sizeNote } }
      HTML("p", ["class": "note"]) {
        "Groups were not chosen by their figures, but there are several: one of them stands out by chance more easily than an interval says. Where "
          + "a group differs by more than that, the model may be reading how a film was taken."
      }
    }
  }

  /// Where the pictures are known and all of one size.
  private var sizeNote: String? {
    let pictures = films.compactMap(\.picture)
    guard let first = pictures.first, pictures.count == films.count else { return nil }
    guard pictures.allSatisfy({ $0.width == first.width && $0.height == first.height }) else { return nil }
    return "By picture size: all films have \(first.width)×\(first.height) pixels, so there is nothing to compare."
  }
}
