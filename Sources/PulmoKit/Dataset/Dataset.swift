/// Labelled films found under a directory or listed in a manifest, in a stable order (by id).
///
/// ```swift
/// let dataset = try Dataset(at: "chest_xray")
/// let films = dataset.studies(in: [.train])
/// ```
public struct Dataset: Sendable, Hashable {
  /// The folder the ids are relative to.
  public let directory: String
  public let studies: [Study]
  /// What was found but not taken as a film, in order of path.
  public let skipped: [SkippedFile]

  /// Reads the labelled films at `path`.
  ///
  /// A folder is read as the first of these that it is:
  /// 1. Kaggle's layout: `train`, `val` or `test` folders, each laid out as in 2 or 4;
  /// 2. a folder per class: `NORMAL`, `PNEUMONIA`, `bacterial` or `bacteria`, `viral` or `virus`, films at any depth below;
  /// 3. a folder that holds `manifest.csv`;
  /// 4. films whose names say what they show: `BACTERIA-…`, `VIRUS-…`, `NORMAL-…` (Mendeley), `personN_bacteria_…`,
  ///    `personN_virus_…`, `NORMAL2-IM-…`.
  ///
  /// A path to a CSV file is read as a manifest: columns `path` and `label`, optional `patient` and `split`, paths relative to
  /// the CSV. Folder names and labels are taken in any letter case.
  ///
  /// The folder or the manifest gives the label; the kind of a pneumonia comes from the file's name where only the name says it.
  /// The patient comes from the manifest or the name; a film named otherwise is a patient of its own.
  ///
  /// Symbolic links are followed; a folder reached twice below one class folder is read once. Files that are no JPEG or PNG by
  /// their extension, and hidden ones, go to ``skipped``. Whether the pictures can be decoded is not looked at here.
  /// - Throws: ``DataError`` where nothing is at `path`, a folder cannot be read, a manifest is faulty, or no film is found.
  public init(at path: String) throws(DataError) {
    guard let status = FileStatus(path: path) else { throw DataError.notFound(path: path) }
    switch status.kind {
    case .directory:
      self = try FolderReader.dataset(at: path)
    case .file where path.lowercased().hasSuffix(".csv"):
      self = try Dataset(manifest: path)
    case .file, .other:
      throw DataError.invalid(path: path, reason: "not a dataset; give a folder of films or a CSV manifest (a file named *.csv)")
    }
  }

  /// - Throws: ``DataError`` where two films have one id.
  init(directory: String, studies: [Study], skipped: [SkippedFile] = []) throws(DataError) {
    self.directory = directory
    self.studies = studies.sorted { $0.id < $1.id }
    self.skipped = skipped.sorted { $0.path < $1.path }
    for (one, next) in zip(self.studies, self.studies.dropFirst()) where one.id == next.id {
      throw DataError.invalid(path: directory, reason: "two films are called \(one.id); list or name each film once")
    }
  }

  /// Whether the films came in `train`, `val` or `test` folders (or a manifest's `split` column says so).
  public var hasFolders: Bool { studies.contains { $0.folder != nil } }

  /// The films of the named folders. Films that came in no such folder count as `train`.
  public func studies(in folders: Set<SplitName>) -> [Study] {
    studies.filter { folders.contains($0.folder ?? .train) }
  }
}

/// A file or folder below a dataset that was not taken as a film.
public struct SkippedFile: Sendable, Hashable, Codable {
  /// The path below the dataset's directory.
  public let path: String
  /// Why, in a few words.
  public let reason: String
}
