/// Scores as a CSV file: columns `id,patient,label,probability`, one film a row.
public enum ScoreFile {
  /// The file's first line.
  public static let header = "id,patient,label,probability\n"

  /// One film's line; the probability is written so that reading it back gives the same bits.
  public static func line(_ score: ScoredStudy) -> String {
    CSVTable.line([score.id, score.patient, score.label.rawValue, "\(score.probability)"])
  }

  /// Reads scores that ``line(_:)``, or any other tool, wrote.
  ///
  /// Columns, in any order: `id` or `path`; `label`, in any of the spellings a dataset may use (such as normal, pneumonia,
  /// bacterial, viral) or 0 and 1; `probability` or `score`; and, if there is one, `patient`. Other columns are ignored.
  /// - Throws: ``DataError`` naming the file, the row and what is wrong there.
  public static func read(at path: String) throws(DataError) -> [ScoredStudy] {
    let table = try CSVTable(at: path)
    let id = try column(["id", "path"], of: table)
    let probability = try column(["probability", "score"], of: table)
    let label = try table.column("label")
    let patient = try table.column(ifPresent: "patient")
    var scores: [ScoredStudy] = []
    var ids: Set<String> = []
    for row in 0..<table.count {
      let name = table.cell(row, id)
      guard !name.isEmpty else { throw table.error(inRow: row, "has no id; name the film it scores") }
      guard ids.insert(name).inserted else { throw table.error(inRow: row, "scores \(name) a second time; keep one score per film") }
      guard let studyLabel = self.label(table.word(row, label)) else {
        throw table.error(inRow: row, "label \"\(table.word(row, label))\" is none of normal, pneumonia, bacterial, viral, 0, 1")
      }
      guard let value = Double(table.word(row, probability)), value.isFinite else {
        throw table.error(inRow: row, "score \"\(table.word(row, probability))\" is not a number")
      }
      let child = patient.map { table.word(row, $0) } ?? ""
      scores.append(ScoredStudy(id: name, patient: child.isEmpty ? name : child, label: studyLabel, probability: value))
    }
    guard !scores.isEmpty else { throw DataError.invalid(path: path, reason: "has no scores; each row is one film") }
    return scores
  }

  private static func column(_ names: [String], of table: CSVTable) throws(DataError) -> Int {
    for name in names {
      if let index = try table.column(ifPresent: name) { return index }
    }
    throw DataError.invalid(path: table.path, reason: "has no column \(names.joined(separator: " or ")); add one to its header")
  }

  private static func label(_ text: String) -> Label? {
    switch text {
    case "0": .normal
    case "1": .pneumonia
    default: Label(spelling: text)
    }
  }
}
