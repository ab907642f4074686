extension AcquisitionSettings {
  /// `studies` by setting and label, the share of normal films, and which settings have films enough of both sides to be measured.
  public func table(of studies: [Study]) -> String {
    let tallies = tallies(of: studies)
    let labels = Label.allCases.filter { label in label != .pneumonia || tallies.contains { $0.films[label] != nil } }
    let head = ["setting", "films"] + labels.map { $0 == .pneumonia ? "pneumonia of unknown kind" : $0.rawValue } + ["share of normals"]
    let rows = tallies.map { tally in
      [tally.name.printable, "\(tally.count)"] + labels.map { "\(tally.films[$0] ?? 0)" } + [FigureText.percent(tally.normalShare)]
    }
    let measurable = tallies.filter(\.isMeasurable)
    let least = "at least \(SettingTally.leastFilms) normal films and \(SettingTally.leastFilms) pneumonias"
    let films = measurable.reduce(0) { $0 + $1.count }
    let verdict =
      measurable.isEmpty
      ? "No setting has \(least)."
      : "With \(least), so that models can be measured on them: \(measurable.map(\.name.printable).joined(separator: ", ")) "
        + "(\(films) of \(studies.count) films)."
    return (TextTable.lines([head] + rows) + ["", verdict]).joined(separator: "\n")
  }
}
