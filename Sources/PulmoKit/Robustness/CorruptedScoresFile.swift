/// Scores under corruptions as a CSV file: columns `id,patient,label,clean` and one for each corruption, by its name.
enum CorruptedScoresFile {
  static let header = CSVTable.line(["id", "patient", "label", "clean"] + Corruption.allCases.map(\.rawValue))

  /// One film's line; numbers are written so that reading them back gives the same bits.
  static func line(_ film: CorruptedScores) -> String {
    CSVTable.line([film.id, film.patient, film.label.rawValue] + ([film.clean] + film.corrupted).map { "\($0)" })
  }

  /// Reads what ``line(_:)`` wrote.
  /// - Throws: ``DataError`` naming the file, the row and what is wrong there.
  static func read(at path: String) throws(DataError) -> [CorruptedScores] {
    let table = try CSVTable(at: path)
    let (id, patient, label) = (try table.column("id"), try table.column("patient"), try table.column("label"))
    var variants: [Int] = []
    for name in ["clean"] + Corruption.allCases.map(\.rawValue) { variants.append(try table.column(name.lowercased())) }
    var films: [CorruptedScores] = []
    for row in 0..<table.count {
      let scores = variants.compactMap { Double(table.word(row, $0)) }.filter(\.isFinite)
      guard let label = Label(rawValue: table.word(row, label)), scores.count == variants.count else {
        throw table.error(inRow: row, "lacks a label or a score; remove the file, and the same command makes it anew")
      }
      films.append(
        CorruptedScores(
          id: table.cell(row, id), patient: table.cell(row, patient), label: label, clean: scores[0], corrupted: Array(scores.dropFirst())))
    }
    return films
  }
}
