/// Scores as a CSV file: columns `id,patient,label,probability`, one film a row; where a tool tells three classes apart, `normal,bacterial,viral` too.
public enum ScoreFile {
  /// The file's first line.
  /// - Parameter isThreeClass: whether its films have ``ScoredStudy/classes``.
  public static func header(isThreeClass: Bool) -> String { CSVTable.line(columns(isThreeClass: isThreeClass)) }

  /// One film's line; the probabilities are written so that reading them back gives the same bits.
  public static func line(_ score: ScoredStudy) -> String { CSVTable.line(cells(score)) }

  /// The whole file.
  static func text(_ scores: [ScoredStudy]) -> String {
    header(isThreeClass: scores.allSatisfy { $0.classes != nil }) + scores.map(line).joined()
  }

  static func columns(isThreeClass: Bool) -> [String] {
    ["id", "patient", "label", "probability"] + (isThreeClass ? ThreeClassEvaluation.classes.map(\.rawValue) : [])
  }

  static func cells(_ score: ScoredStudy) -> [String] {
    let classes = score.classes.map { ["\($0.normal)", "\($0.bacterial)", "\($0.viral)"] } ?? []
    return [score.id, score.patient, score.label.rawValue, "\(score.probability)"] + classes
  }

  /// Reads scores that ``line(_:)``, or any other tool, wrote.
  ///
  /// Columns, in any order: `id` or `path`; `label`, in any of the spellings a dataset may use (such as normal, pneumonia,
  /// bacterial, viral) or 0 and 1; `probability` or `score`; and, if there is one, `patient`. Where `normal`, `bacterial` and `viral` are all
  /// there, they are the probabilities of the three classes; a row may leave all three empty. Other columns are ignored.
  /// - Throws: ``DataError`` naming the file, the row and what is wrong there.
  public static func read(at path: String) throws(DataError) -> [ScoredStudy] {
    let table = try CSVTable(at: path)
    let id = try column(["id", "path"], of: table)
    let probability = try column(["probability", "score"], of: table)
    let label = try table.column("label")
    let patient = try table.column(ifPresent: "patient")
    let classes = try classColumns(of: table)
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
      scores.append(
        ScoredStudy(
          id: name, patient: child.isEmpty ? name : child, label: studyLabel, probability: value,
          classes: try classProbabilities(row, classes, of: table)))
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

  /// The columns of the three classes; none where not all are there.
  private static func classColumns(of table: CSVTable) throws(DataError) -> [Int] {
    var columns: [Int] = []
    for label in ThreeClassEvaluation.classes {
      guard let column = try table.column(ifPresent: label.rawValue) else { return [] }
      columns.append(column)
    }
    return columns
  }

  private static func classProbabilities(_ row: Int, _ columns: [Int], of table: CSVTable) throws(DataError) -> ClassProbabilities? {
    let words = columns.map { table.word(row, $0) }
    guard words.contains(where: { !$0.isEmpty }) else { return nil }
    let values = words.compactMap(Double.init).filter { (0...1).contains($0) }
    // Room for what three decimals round away.
    guard values.count == words.count, abs(values.reduce(0, +) - 1) < 0.01 else {
      throw table.error(
        inRow: row,
        "normal, bacterial and viral (\(words.joined(separator: ", "))) are not three probabilities that make 1; leave all three empty")
    }
    return ClassProbabilities(normal: values[0], bacterial: values[1], viral: values[2])
  }

  private static func label(_ text: String) -> Label? {
    switch text {
    case "0": .normal
    case "1": .pneumonia
    default: Label(spelling: text)
    }
  }
}
