extension DatasetInspection {
  /// The worst verdict of all checks, what is unknown left aside.
  public var verdict: Verdict {
    checks.contains { $0.verdict == .fail } ? .fail : checks.contains { $0.verdict == .warn } ? .warn : .pass
  }

  /// What the findings mean, one answer a question.
  var judgements: [InspectionCheck] {
    [
      readableCheck, labelCheck, onePictureOneLabelCheck, pictureLeakCheck, patientLeakCheck, onePictureOneChildCheck, knownPatientsCheck,
      shortcutCheck,
    ]
  }

  private var readableCheck: InspectionCheck {
    guard !unreadable.isEmpty else { return InspectionCheck("every film can be read", .pass, "all \(filmCount) can") }
    return InspectionCheck(
      "every film can be read", .warn, "\(unreadable.count) of \(filmCount) cannot; training and evaluation leave them out",
      remedy: "export or copy them again, or take them away", items: unreadable.map(\.id))
  }

  private var labelCheck: InspectionCheck {
    let name = "names agree with labels"
    guard !contradictions.isEmpty else { return InspectionCheck(name, .pass, "no film's name says another label than it has") }
    return InspectionCheck(
      name, .warn, "\(contradictions.count.films) named as if of another label; the folder or manifest counts",
      remedy: "look at them and move or rename what is wrong", items: contradictions)
  }

  private var onePictureOneLabelCheck: InspectionCheck {
    let name = "one picture has one label"
    guard sizes != nil else { return Self.nothingReadable(name) }
    let found = pictures(where: \.acrossLabels, \.acrossLabels)
    guard !found.isEmpty else { return InspectionCheck(name, .pass, "no picture stands under two labels that exclude each other") }
    return InspectionCheck(
      name, .fail, "\(found.count.pictures) under two labels that exclude each other, so at least one label is wrong",
      remedy: "ask who labelled them; take away the film with the wrong label, or both", items: found)
  }

  private var pictureLeakCheck: InspectionCheck {
    let name = "no picture in two parts"
    guard sizes != nil else { return Self.nothingReadable(name) }
    guard hasParts else { return noParts(name) }
    let found = pictures(where: \.acrossFolders, \.acrossFolders)
    guard !found.isEmpty else {
      return InspectionCheck(name, .pass, "neither identical files nor re-encoded or resized copies stand in two of them")
    }
    return InspectionCheck(
      name, .fail, "\(found.count.pictures) in more than one of train, val and test: a model is measured on what it learned",
      remedy: "keep each picture in one part, or let pulmo train deal the films: it keeps identical files together", items: found)
  }

  private var patientLeakCheck: InspectionCheck {
    let name = "no child in two parts"
    guard hasParts else { return noParts(name) }
    guard namelessPatients < filmCount else {
      return InspectionCheck(name, .unknown, "no film names its child", remedy: "give a manifest with a column patient")
    }
    guard !patients.acrossFolders.isEmpty else {
      let nameless = namelessPatients == 0 ? "" : "; \(FigureText.count(namelessPatients, "film names", "films name")) no child"
      return InspectionCheck(name, .pass, "by the names of patients, none is\(nameless)")
    }
    let count = patients.acrossFolders.count
    return InspectionCheck(
      name, .fail,
      "\(count) \(count == 1 ? "patient has" : "patients have") films in more than one of train, val and test: a model is measured "
        + "on children it learned from",
      remedy: "keep all films of a child in one part, or let pulmo train deal the films", items: patients.acrossFolders)
  }

  private var onePictureOneChildCheck: InspectionCheck {
    let name = "one picture is of one child"
    guard sizes != nil else { return Self.nothingReadable(name) }
    let found = pictures(where: \.acrossPatients, \.acrossPatients)
    guard !found.isEmpty else { return InspectionCheck(name, .pass, "no picture stands under two patients") }
    return InspectionCheck(
      name, .warn, "\(found.count.pictures) under two patients: one child may have two names, and stand on two sides of a split by name",
      remedy: "give both films one patient in a manifest (columns path, label, patient)", items: found)
  }

  private var knownPatientsCheck: InspectionCheck {
    let name = "every film names its child"
    guard namelessPatients > 0 else { return InspectionCheck(name, .pass, "by the file's name or the manifest") }
    return InspectionCheck(
      name, .warn, "\(namelessPatients.films) taken as of a child of its own, so shared children cannot be seen",
      remedy: "give a manifest with a column patient")
  }

  private var shortcutCheck: InspectionCheck {
    let name = "only the lungs tell the label"
    let found = shortcuts.filter { $0.verdict == .warn || $0.verdict == .fail }
    let worst = found.max { ($0.strength ?? 0) < ($1.strength ?? 0) }
    guard let worst, let strength = worst.strength else {
      let isKnown = shortcuts.contains { $0.verdict == .pass }
      return isKnown
        ? InspectionCheck(name, .pass, "no trait of files or borders alone reaches an AUROC of \(Shortcut.warnFrom)")
        : InspectionCheck(name, .unknown, "it takes \(Shortcut.leastFilms) films of each class to tell")
    }
    return InspectionCheck(
      name, found.contains { $0.verdict == .fail } ? .fail : .warn,
      "\(worst.trait.title) alone tells pneumonia from normal with an AUROC of \(FigureText.number(strength))"
        + (found.count > 1 ? ", and \((found.count - 1)) other \(found.count == 2 ? "trait does" : "traits do") so too" : ""),
      remedy: "give a model nothing but pixels, all films exported alike, and measure it on films of another machine",
      items: found.map(\.trait.title))
  }

  /// Pictures by their films, identical files and copies.
  private func pictures(where isDuplicate: KeyPath<DuplicateGroup, Bool>, _ isCopy: KeyPath<CopyGroup, Bool>) -> [String] {
    let copies = copies.filter { $0[keyPath: isCopy] }.map(\.films)
    let known = Set(copies.flatMap { $0 })
    // A group of identical files that copies join to others is told there.
    let duplicates = duplicates.filter { $0[keyPath: isDuplicate] && !known.contains($0.films[0]) }.map(\.films)
    return (duplicates + copies).map { $0.joined(separator: " = ") }.sorted()
  }

  private var hasParts: Bool { folders.count { $0.folder != nil } > 1 }

  private func noParts(_ name: String) -> InspectionCheck {
    InspectionCheck(
      name, .unknown, "the films stand in no parts of which one could leak into another",
      remedy: "a split is checked with --split-file, such as a run's split.csv")
  }

  private static func nothingReadable(_ name: String) -> InspectionCheck { InspectionCheck(name, .unknown, "no film can be read") }
}

extension Int {
  fileprivate var films: String { "\(self) \(self == 1 ? "film is" : "films are")" }
  fileprivate var pictures: String { "\(self) \(self == 1 ? "picture stands" : "pictures stand")" }
}
