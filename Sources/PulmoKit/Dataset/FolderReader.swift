/// Finds the films of a dataset laid out in folders.
struct FolderReader {
  private let directory: String
  private var studies: [Study] = []
  private var skipped: [SkippedFile] = []

  /// Reads the dataset in the folder at `directory`; ``Dataset/init(at:)`` says which layouts there are.
  static func dataset(at directory: String) throws(DataError) -> Dataset {
    var reader = FolderReader(directory: directory)
    let entries = try reader.entries(of: "")
    if entries.contains(where: { $0.split != nil }) {
      for entry in entries {
        if let split = entry.split {
          try reader.readLabelled(reader.entries(of: entry.path), of: entry.path, folder: split)
        } else {
          reader.skip(entry, "outside the train, val and test folders")
        }
      }
    } else if !entries.contains(where: { $0.label != nil }), entries.contains(where: { $0.name == manifestName && $0.kind == .file }) {
      return try Dataset(manifest: joinPath(directory, manifestName))
    } else {
      try reader.readLabelled(entries, of: "", folder: nil)
    }
    guard !reader.studies.isEmpty else {
      throw DataError.invalid(
        path: directory, reason: "there is no film (.jpeg, .jpg or .png) in its folders; check the download or the path")
    }
    return try Dataset(directory: directory, studies: reader.studies, skipped: reader.skipped)
  }

  private static let manifestName = "manifest.csv"

  private init(directory: String) { self.directory = directory }

  /// Reads a folder whose subfolders, or else whose films' names, say the label.
  private mutating func readLabelled(_ entries: [Entry], of relative: String, folder: SplitName?) throws(DataError) {
    let hasClassFolders = entries.contains { $0.label != nil }
    let isEmptyPart = folder != nil && entries.allSatisfy { $0.kind != .directory && !$0.isPicture }
    let countBefore = studies.count
    var unlabelled: [Entry] = []
    for entry in entries {
      if let label = entry.label {
        try readFilms(below: entry, label: label, folder: folder)
      } else if hasClassFolders {
        skip(entry, entry.kind == .directory ? "not a class folder (NORMAL, PNEUMONIA, bacterial, viral)" : "outside the class folders")
      } else if let film = film(entry) {
        guard let label = FilmName(entry.name).label else {
          unlabelled.append(entry)
          continue
        }
        add(film, label: label, folder: folder)
      }
    }
    guard hasClassFolders || studies.count > countBefore || isEmptyPart else { throw unlabelledError(at: relative, entries) }
    for entry in unlabelled { skip(entry, "neither a folder nor its name says what it shows") }
  }

  private func unlabelledError(at relative: String, _ entries: [Entry]) -> DataError {
    let nested = entries.first { entry in
      guard entry.kind == .directory, let names = try? fileNames(inFolder: joinPath(directory, entry.path)) else { return false }
      return names.contains { name in name.map { Label(spelling: $0) != nil || SplitName(spelling: $0) != nil } ?? false }
    }
    let wayOut =
      if let nested {
        "but its folder \(nested.name) has: give \(joinPath(directory, nested.path)) instead"
      } else {
        "no train, val or test folders, no manifest.csv, and no file names that say the label (BACTERIA-…, VIRUS-…, NORMAL-…, "
          + "personN_bacteria_…); sort the films into NORMAL and PNEUMONIA, or list them in a CSV with the columns path and label"
      }
    return DataError.invalid(path: joinPath(directory, relative), reason: "has no NORMAL and PNEUMONIA folders, \(wayOut)")
  }

  /// Takes every film at any depth below a class folder. Each real folder is read once, so links that run in circles end.
  private mutating func readFilms(below classFolder: Entry, label: Label, folder: SplitName?) throws(DataError) {
    var visited: Set = [classFolder.identity]
    var waiting = [classFolder.path]
    while let relative = waiting.popLast() {
      for entry in try entries(of: relative) {
        if entry.kind == .directory {
          if visited.insert(entry.identity).inserted {
            waiting.append(entry.path)
          } else {
            skip(entry, "a link to a folder that is read already")
          }
        } else if let film = film(entry) {
          add(film, label: label, folder: folder)
        }
      }
    }
  }

  private mutating func add(_ film: Entry, label: Label, folder: SplitName?) {
    let name = FilmName(film.name)
    studies.append(
      Study(
        id: film.path, patient: name.patient ?? film.path, path: joinPath(directory, film.path), label: label.refined(by: name),
        folder: folder))
  }

  private mutating func skip(_ entry: Entry, _ reason: String) { skipped.append(SkippedFile(path: entry.path, reason: reason)) }

  /// `entry` where it is a film by its extension; otherwise it is noted as skipped.
  private mutating func film(_ entry: Entry) -> Entry? {
    guard entry.kind == .file else {
      skip(entry, entry.kind == .directory ? "not a class folder (NORMAL, PNEUMONIA, bacterial, viral)" : "not a file")
      return nil
    }
    guard entry.isPicture else {
      skip(entry, "not a JPEG or PNG by its extension")
      return nil
    }
    return entry
  }

  /// What the folder at `relative` holds, in order of name; what is hidden or cannot be reached is noted as skipped.
  private mutating func entries(of relative: String) throws(DataError) -> [Entry] {
    var entries: [Entry] = []
    for name in try fileNames(inFolder: joinPath(directory, relative)) {
      guard let name else {
        skipped.append(SkippedFile(path: joinPath(relative, "?"), reason: "its name is not UTF-8"))
        continue
      }
      let path = joinPath(relative, name)
      if name.hasPrefix(".") || name == "__MACOSX" {
        skipped.append(SkippedFile(path: path, reason: "hidden, or an archive's leftover"))
      } else if let status = FileStatus(path: joinPath(directory, path)) {
        entries.append(Entry(name: name, path: path, kind: status.kind, identity: status.identity))
      } else {
        skipped.append(SkippedFile(path: path, reason: "a link that leads nowhere, or not reachable"))
      }
    }
    return entries
  }

  private struct Entry {
    let name: String
    /// Below the dataset's directory.
    let path: String
    let kind: FileStatus.Kind
    let identity: FileStatus.Identity

    var split: SplitName? { kind == .directory ? SplitName(spelling: name) : nil }
    var label: Label? { kind == .directory ? Label(spelling: name) : nil }

    /// A JPEG or PNG by its extension.
    var isPicture: Bool {
      guard kind == .file, let dot = name.lastIndex(of: ".") else { return false }
      return Self.extensions.contains(name[dot...].dropFirst().lowercased())
    }

    private static let extensions: Set = ["jpeg", "jpg", "jpe", "jfif", "png"]
  }
}
