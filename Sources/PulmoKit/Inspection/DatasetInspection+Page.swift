extension DatasetInspection {
  /// The findings as a page: what makes figures wrong on top, then every check, the traits, the pictures that stand twice and the counts.
  package var page: Page {
    Page(
      title: "Forensics of a dataset",
      subtitle: "\(directory): \(FigureText.count(filmCount, "film")) of \(FigureText.count(patients.count, "patient"))"
        + (splitFile.map { ", in the parts of \($0)" } ?? ""),
      notices: checks.filter { $0.verdict == .fail }.map { check in
        PageNotice(
          .warning, title: "“\(check.name)” fails", text: check.finding + ". " + (check.remedy.map { "Way out: \($0)." } ?? ""))
      },
      sections: [checkSection, shortcutSection, copySection, countSection])
  }

  private var checkSection: PageSection {
    let rows = checks.map { check in
      [check.name, check.verdict.rawValue, check.finding, check.verdict == .pass ? "" : check.remedy ?? ""]
    }
    return PageSection("checks", "Checks") {
      HTML("div", ["class": "words"]) {
        PageTable("One verdict a question", columns: ["question", "verdict", "what was found", "way out"], rows: rows).html
      }
      for check in checks where check.verdict != .pass && !check.items.isEmpty {
        HTML("details") {
          HTML("summary") { "\(check.name): \(check.items.count)" }
          list(check.items)
        }
      }
    }
  }

  private var shortcutSection: PageSection {
    let rows = shortcuts.map { shortcut in
      [
        shortcut.trait.title, FigureText.number(shortcut.auroc), shortcut.intervalText, shortcut.direction,
        shortcut.medianText(shortcut.normalMedian), shortcut.medianText(shortcut.pneumoniaMedian), "\(shortcut.films)",
        shortcut.verdict.rawValue,
      ]
    }
    return PageSection("shortcuts", "What tells the label without the lungs", short: "Shortcuts") {
      HTML("p") {
        "How well one number alone tells pneumonia from normal. An AUROC of 0.5 is not at all; from \(Shortcut.warnFrom) on, to either side, "
          + "is a warning, from \(Shortcut.failFrom) on a failure. File size, dimensions and JPEG tables reach a model that is given nothing "
          + "but resized pixels only indirectly, such as by grain and proportions; brightness, borders and sharpness reach it as they are."
      }
      PageTable(
        "Traits of files and pictures",
        columns: ["trait", "AUROC", "95% interval", "pneumonia has", "median, normal", "median, pneumonia", "films", "verdict"], rows: rows
      ).html
    }
  }

  private var copySection: PageSection {
    PageSection("copies", "Pictures that stand twice", short: "Copies") {
      HTML("p") {
        "\(FigureText.count(duplicates.count, "group")) of identical files, \(FigureText.count(copies.count, "group")) of files that differ "
          + "and show one picture (re-encoded, resized, squashed, brightened). Copies that were cut, turned or mirrored are not found."
      }
      if !copies.isEmpty { list(copies.map { $0.films.joined(separator: " ~ ") }) }
      if !duplicates.isEmpty {
        HTML("details") {
          HTML("summary") { "Identical files" }
          list(duplicates.map { $0.films.joined(separator: " = ") })
        }
      }
    }
  }

  private var countSection: PageSection {
    let labels = Label.allCases.filter { label in folders.contains { $0.labels.contains { $0.label == label } } }
    let rows = folders.map { folder in
      [folder.folder?.rawValue ?? "no part"] + labels.map { label in "\(folder.labels.first { $0.label == label }?.films ?? 0)" }
        + ["\(folder.films)", "\(folder.patients)"]
    }
    return PageSection("films", "Films") {
      PageTable("Films by part and label", columns: ["part"] + labels.map(\.rawValue) + ["all", "patients"], rows: rows).html
      if !unreadable.isEmpty {
        HTML("details") {
          HTML("summary") { "Films that cannot be read" }
          list(unreadable.map { "\($0.id): \($0.reason)" })
        }
      }
      HTML("p", ["class": "hash"]) { "SHA-256 over the list of the films' SHA-256: \(digest)" }
    }
  }

  private func list(_ items: [String]) -> HTML {
    HTML("ul") { for item in items { HTML("li") { item } } }
  }
}
