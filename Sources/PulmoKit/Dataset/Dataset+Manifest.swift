extension Dataset {
  /// Reads the films a CSV lists: columns `path` and `label`, optional `patient` and `split`; others are left alone.
  ///
  /// An empty `patient` is taken from the film's name. Files are looked for when they are read, except that a manifest none of
  /// whose films exists is refused: its paths are then relative to another folder.
  init(manifest path: String) throws(DataError) {
    let table = try CSVTable(at: path)
    let pathColumn = try table.column("path")
    let labelColumn = try table.column("label")
    let patientColumn = try table.column(ifPresent: "patient")
    let splitColumn = try table.column(ifPresent: "split")
    let directory = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."

    var studies: [Study] = []
    for row in 0..<table.count {
      let id = Self.normalized(table.cell(row, pathColumn), below: directory)
      guard !id.isEmpty else { throw table.error(inRow: row, "the path is empty") }
      let name = FilmName(id.split(separator: "/").last ?? "")
      guard let label = Label(spelling: table.word(row, labelColumn)) else {
        throw table.error(
          inRow: row, "the label \"\(table.word(row, labelColumn))\" is unknown; use normal, bacterial, viral or pneumonia")
      }
      var folder: SplitName?
      if let splitColumn {
        folder = SplitName(spelling: table.word(row, splitColumn))
        guard folder != nil else {
          throw table.error(inRow: row, "the split \"\(table.word(row, splitColumn))\" is unknown; use train, val or test")
        }
      }
      let patient = patientColumn.map { table.word(row, $0) } ?? ""
      studies.append(
        Study(
          id: id, patient: patient.isEmpty ? name.patient ?? id : patient, path: id.hasPrefix("/") ? id : joinPath(directory, id),
          label: label.refined(by: name), folder: folder))
    }
    guard let first = studies.first else { throw DataError.invalid(path: path, reason: "lists no film") }
    guard studies.contains(where: { FileStatus(path: $0.path) != nil }) else {
      throw DataError.invalid(
        path: path, reason: "none of its \(studies.count) films exists (looked for \(first.path)); paths are relative to the CSV's folder")
    }
    try self.init(directory: directory, studies: studies)
  }

  /// `path` without `.` and doubled slashes, relative where it lies below `directory`, so that a film has one id however it is written.
  private static func normalized(_ path: String, below directory: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    guard path.hasPrefix("/") else { return parts.joined(separator: "/") }
    let folder = directory.split(separator: "/").filter { $0 != "." }
    if directory.hasPrefix("/"), parts.starts(with: folder) { return parts.dropFirst(folder.count).joined(separator: "/") }
    return "/" + parts.joined(separator: "/")
  }
}
