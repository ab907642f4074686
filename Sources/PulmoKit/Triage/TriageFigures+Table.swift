import Statistics

extension TriageFigures {
  /// The figures as text: the zones, what was decided, missed and alarmed.
  public var table: String { lines.joined(separator: "\n") }

  var lines: [String] {
    let rows = Triage.allCases.map { [$0.rawValue, "\(self[$0].count)", "\(self[$0].normal)", "\(self[$0].pneumonia)"] }
    return TextTable.lines([["triage", "films", "normal", "pneumonia"]] + rows) + [
      "",
      Evaluation.line("decided", decided, of: "\(self[.clear].count + self[.urgent].count) films are clear or urgent"),
      Evaluation.line("missed", missed, of: "\(self[.clear].pneumonia) pneumonias are cleared"),
      Evaluation.line("alarmed", alarmed, of: "\(self[.urgent].normal) normal films are urgent"),
      "by patient: \(Evaluation.text(missedPatients)) of those with a pneumonia have one cleared, "
        + "\(Evaluation.text(alarmedPatients)) of the normal ones have a film called urgent",
      "reading that may wait: \(Evaluation.text(saved)) of the films",
    ]
  }
}
