import Statistics

extension DatasetInspection: CustomStringConvertible {
  /// The findings as text for a terminal: a table of films, then one paragraph a subject, the worst first within each.
  public var description: String {
    var lines = ["\(directory.printable): \(counted(filmCount, "film")) of \(counted(patients.count, "patient"))", ""]
    lines += filmTable
    lines.append("")
    lines.append(
      "patients     films per patient: median \(patients.films.median), at most \(patients.films.maximum) (\(patients.largest.printable))")
    if folders.count > 1 {
      lines += section("shared", patients.acrossFolders.map(\.printable), "patients in more than one folder")
    }
    if let sizes {
      let range = "width \(sizes.width), height \(sizes.height) (least / median / most)"
      lines.append("sizes        \(counted(sizes.distinct, "different size")); \(range)")
    }
    lines += duplicateLines + copyLines
    lines += section("labels", contradictions.map(\.printable), "films whose names say another label")
    lines += section("unreadable", unreadable.map { "\($0.id.printable): \($0.reason.printable)" }, "films that cannot be read")
    lines += section("skipped", skipped.map { "\($0.path.printable): \($0.reason)" }, "files and folders not taken as films")
    lines.append("sha256       \(digest) (over the list of the films' sha256)")
    if let splitFile { lines.append("parts        as \(splitFile.printable) deals the films") }
    lines += [""] + shortcutLines + [""] + checkLines
    return lines.joined(separator: "\n")
  }

  private var filmTable: [String] {
    let labels = Label.allCases.filter { label in folders.contains { $0.labels.contains { $0.label == label } } }
    func row(_ name: String, _ folders: [FolderCount], patients: Int) -> [String] {
      let counts = labels.map { label in folders.reduce(0) { $0 + ($1.labels.first { $0.label == label }?.films ?? 0) } }
      return [name] + (counts + [counts.reduce(0, +), patients]).map(String.init)
    }
    var rows = [["films"] + labels.map(\.rawValue) + ["all", "patients"]]
    rows += folders.map { row($0.folder?.rawValue ?? "no folder", [$0], patients: $0.patients) }
    if folders.count > 1 { rows.append(row("all", folders, patients: patients.count)) }
    return TextTable.lines(rows)
  }

  private var duplicateLines: [String] {
    guard !duplicates.isEmpty else { return ["duplicates   0 (groups of identical files)"] }
    let films = duplicates.reduce(0) { $0 + $1.films.count }
    let suspicious = duplicates.filter(\.isSuspicious)
    func across(_ what: String, _ flag: KeyPath<DuplicateGroup, Bool>) -> String {
      "\(duplicates.count { $0[keyPath: flag] }) across \(what)"
    }
    var lines = [
      "duplicates   \(counted(duplicates.count, "group")) of identical files, \(films) films: "
        + [across("labels", \.acrossLabels), across("patients", \.acrossPatients), across("folders", \.acrossFolders)].joined(
          separator: ", ")
    ]
    lines += listed(suspicious.map { $0.films.map(\.printable).joined(separator: " = ") })
    return lines
  }

  private var copyLines: [String] {
    guard !copies.isEmpty else { return ["copies       0 (groups of re-encoded or resized films)"] }
    func across(_ what: String, _ flag: KeyPath<CopyGroup, Bool>) -> String { "\(copies.count { $0[keyPath: flag] }) across \(what)" }
    let counts = [across("labels", \.acrossLabels), across("patients", \.acrossPatients), across("folders", \.acrossFolders)]
    let head = "copies       \(counted(copies.count, "group")) of re-encoded or resized films: " + counts.joined(separator: ", ")
    return [head] + listed(copies.map { $0.films.map(\.printable).joined(separator: " ~ ") })
  }

  /// A row a trait.
  private var shortcutLines: [String] {
    let rows = shortcuts.map { shortcut in
      [
        shortcut.trait.title, shortcut.verdict.rawValue, shortcut.direction,
        FigureText.number(shortcut.auroc), shortcut.intervalText, shortcut.medianText(shortcut.normalMedian),
        shortcut.medianText(shortcut.pneumoniaMedian),
      ]
    }
    let head = ["what tells the label", "", "pneumonia has", "AUROC", "95% interval", "normal", "pneumonia"]
    return TextTable.lines([head] + rows, textColumns: 3)
      + ["(medians of each class; a warning from \(Shortcut.warnFrom) on to either side of 0.5, a failure from \(Shortcut.failFrom) on)"]
  }

  private var checkLines: [String] {
    checks.flatMap { check in
      let head = check.verdict.rawValue + String(repeating: " ", count: max(1, 9 - check.verdict.rawValue.count))
      var lines = [head + "\(check.name): \(check.finding)"]
      guard check.verdict != .pass else { return lines }
      lines += listed(check.items.map(\.printable)).map { String(repeating: " ", count: 9) + $0 }
      if let remedy = check.remedy { lines.append(String(repeating: " ", count: 9) + "way out: \(remedy)") }
      return lines
    }
  }

  private func section(_ title: String, _ items: [String], _ what: String) -> [String] {
    let head = title + String(repeating: " ", count: max(1, 13 - title.count))
    return ["\(head)\(items.count) (\(what))"] + listed(items)
  }

  /// The first ten items; the JSON holds all.
  private func listed(_ items: [String]) -> [String] {
    items.prefix(10).map { "  " + $0 } + (items.count > 10 ? ["  … and \(items.count - 10) more"] : [])
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

extension DatasetInspection.Spread: CustomStringConvertible {
  public var description: String { "\(minimum) / \(median) / \(maximum)" }
}

extension Shortcut {
  /// Which way the trait points, in a word.
  var direction: String {
    guard let auroc, trait != .encoding, auroc != 0.5 else { return "-" }
    return auroc > 0.5 ? "more" : "less"
  }

  /// The interval as tables show it.
  var intervalText: String { FigureText.numbers(interval) }

  /// A median as tables show it.
  func medianText(_ median: Double?) -> String {
    guard let median else { return "n/a" }
    return median.formatted(decimals: [.fileBytes, .width, .height, .jpegQuality].contains(trait) ? 0 : 3)
  }
}
