extension AcquisitionSettings {
  /// The settings as CSV, columns `id,setting`, one film a line in order of id.
  public var csv: String {
    CSVTable.line(["id", "setting"]) + names.sorted { $0.key < $1.key }.map { CSVTable.line([$0.key, $0.value]) }.joined()
  }

  /// Reads ``csv``, or any CSV with the columns `id` and `setting`, for films of `dataset`; a setting may have any name, such as a machine's.
  ///
  /// Films of `dataset` that the file does not name have no setting.
  /// - Throws: ``DataError`` naming the file and the row, where an id is unknown or stands twice, or a setting is empty.
  public init(csv path: String, dataset: Dataset) throws(DataError) {
    let table = try CSVTable(at: path)
    let idColumn = try table.column("id")
    let settingColumn = try table.column("setting")
    let known = Set(dataset.studies.map(\.id))
    var names: [String: String] = [:]
    for row in 0..<table.count {
      let id = table.cell(row, idColumn)
      let name = table.word(row, settingColumn)
      guard known.contains(id) else {
        throw table.error(inRow: row, "the film \(id) is not in \(dataset.directory); give the data the settings were made for")
      }
      guard !name.isEmpty else {
        throw table.error(inRow: row, "the film \(id) has no setting; name one, or leave the row out")
      }
      guard names.updateValue(name, forKey: id) == nil else {
        throw table.error(inRow: row, "the film \(id) is listed twice; list it once")
      }
    }
    guard !names.isEmpty else { throw .invalid(path: path, reason: "names no film; pulmo dataset settings writes such a file") }
    self.init(names: names)
  }
}
