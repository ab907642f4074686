import FoundationEssentials

extension Split {
  /// Writes columns `id,patient,label,split,sha256`, in order of part and id, through a file of another name that is then renamed.
  /// - Throws: ``DataError`` where the file cannot be written; what was there before then stays.
  public func write(to path: String) throws(DataError) {
    var text = CSVTable.line(["id", "patient", "label", "split", "sha256"])
    for part in SplitName.allCases {
      for study in self[part] {
        text += CSVTable.line([study.id, study.patient, study.label.rawValue, part.rawValue, hashes[study] ?? ""])
      }
    }
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw DataError.invalid(path: path, reason: "the split cannot be written (\(error)); check the folder and the free space")
    }
  }

  /// Reads what ``write(to:)`` wrote, or any CSV with the columns `id` and `split`, for studies of `dataset`.
  ///
  /// Films of `dataset` the CSV does not name belong to no part: ``unassigned(of:)`` lists them.
  /// - Parameters:
  ///   - path: the CSV file.
  ///   - dataset: the films it deals.
  ///   - unit: what may not stand on two sides: patients and contents, unless it is said that films were dealt one by one.
  /// - Throws: ``DataError`` where an id is unknown or named twice, a patient, label or content differs from the dataset's (the
  ///   split was made for other data), or a patient or content stands on two sides.
  public init(csv path: String, dataset: Dataset, unit: SplitUnit = .patient) throws(DataError) {
    let table = try CSVTable(at: path)
    let hashColumn = try table.column(ifPresent: "sha256")
    let assigned = try Self.assignments(in: table, dataset: dataset)
    let hashes = try FileHashes(of: assigned.map(\.study))
    for (row, study, _) in assigned { try table.check(row, hashColumn, "sha256", is: hashes[study] ?? "", of: study) }
    try self.init(Dictionary(grouping: assigned, by: \.part).mapValues { $0.map(\.study) }, hashes: hashes, unit: unit)
  }

  /// Which part each row of a split file puts which film into; whether the parts leak is not looked at.
  fileprivate static func assignments(
    in table: CSVTable, dataset: Dataset
  ) throws(DataError) -> [(row: Int, study: Study, part: SplitName)] {
    let idColumn = try table.column("id")
    let splitColumn = try table.column("split")
    let patientColumn = try table.column(ifPresent: "patient")
    let labelColumn = try table.column(ifPresent: "label")
    let known = Dictionary(dataset.studies.map { ($0.id, $0) }) { first, _ in first }

    var assigned: [(row: Int, study: Study, part: SplitName)] = []
    var seen: Set<String> = []
    for row in 0..<table.count {
      let id = table.cell(row, idColumn)
      guard let study = known[id] else {
        throw table.error(inRow: row, "the film \(id) is not in \(dataset.directory); give the data the split was made for")
      }
      guard let part = SplitName(spelling: table.word(row, splitColumn)) else {
        throw table.error(inRow: row, "the split \"\(table.word(row, splitColumn))\" is unknown; use train, val or test")
      }
      guard seen.insert(id).inserted else { throw table.error(inRow: row, "the film \(id) is listed twice; list it once") }
      try table.check(row, patientColumn, "patient", is: study.patient, of: study)
      try table.check(row, labelColumn, "label", is: study.label.rawValue, of: study)
      assigned.append((row, study, part))
    }
    return assigned
  }

  /// The films of `studies` that stand in no part.
  public func unassigned(of studies: [Study]) -> [Study] { studies.filter { hashes[$0] == nil } }
}

extension Dataset {
  /// The same films in the parts that a split file puts them into, in place of their folders: of a run's `split.csv`, or any CSV with the
  /// columns `id` and `split`. The parts may leak; a film that is not named is in none.
  /// - Throws: ``DataError`` where an id is unknown or named twice, or a patient or label differs from the dataset's.
  func dealt(bySplitFile path: String) throws(DataError) -> Dataset {
    let assigned = try Split.assignments(in: try CSVTable(at: path), dataset: self)
    let parts = Dictionary(assigned.map { ($0.study.id, $0.part) }) { first, _ in first }
    let studies = studies.map { Study(id: $0.id, patient: $0.patient, path: $0.path, label: $0.label, folder: parts[$0.id]) }
    return try Dataset(directory: directory, studies: studies, skipped: skipped)
  }
}

extension CSVTable {
  fileprivate func check(_ row: Int, _ column: Int?, _ name: String, is expected: String, of study: Study) throws(DataError) {
    guard let column else { return }
    let found = cell(row, column)
    guard found == expected else {
      throw error(
        inRow: row,
        "the \(name) of \(study.id) is \(found) here and \(expected) in the data; the split was made for other data, make a new one")
    }
  }
}
