import FoundationEssentials
import Imaging

extension DatasetInspection {
  /// Reads the dataset at `path` as ``Dataset/init(at:)`` does, hashes and decodes every film, and sums up what it finds.
  ///
  /// All processors are used; no more films than there are processors are in memory at once.
  /// - Parameters:
  ///   - path: a directory or a CSV manifest.
  ///   - progress: called as (done, all), one call at a time, in order.
  /// - Throws: ``DataError`` where the dataset itself cannot be read, `CancellationError`. A film that cannot be read is a finding.
  public static func inspect(at path: String, progress: @Sendable (Int, Int) -> Void) async throws -> DatasetInspection {
    let dataset = try Dataset(at: path)
    let findings = try await withThrowingTaskGroup(of: (index: Int, finding: FilmFinding).self) { group in
      var waiting = dataset.studies.enumerated().makeIterator()
      func startNext() {
        guard let (index, study) = waiting.next() else { return }
        group.addTask {
          try Task.checkCancellation()
          return (index, FilmFinding(study))
        }
      }
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { startNext() }
      var findings = [FilmFinding?](repeating: nil, count: dataset.studies.count)
      var done = 0
      while let (index, finding) = try await group.next() {
        findings[index] = finding
        done += 1
        progress(done, dataset.studies.count)
        startNext()
      }
      return findings.compactMap { $0 }
    }
    return DatasetInspection(dataset, findings)
  }

  /// - Parameter findings: one a study, in their order.
  private init(_ dataset: Dataset, _ findings: [FilmFinding]) {
    let studies = dataset.studies
    directory = dataset.directory
    folders = Dictionary(grouping: studies, by: \.folder).map { FolderCount($0, $1) }.sorted { $0.position < $1.position }
    patients = PatientFigures(studies)
    sizes = SizeFigures(findings.compactMap(\.size))
    duplicates = Self.duplicates(zip(studies, findings).compactMap { study, finding in finding.sha256.map { (study, $0) } })
    contradictions = studies.filter(\.isContradictedByItsName).map(\.id)
    unreadable = zip(studies, findings).compactMap { study, finding in
      finding.problem.map { UnreadableFilm(id: study.id, reason: $0) }
    }
    skipped = dataset.skipped
    let hashes = zip(studies, findings).compactMap { study, finding in finding.sha256.map { (study.id, $0) } }
    digest = FileHashes(sha256: Dictionary(hashes) { first, _ in first }).digest
  }

  private static func duplicates(_ films: [(study: Study, sha256: String)]) -> [DuplicateGroup] {
    let groups = Dictionary(grouping: films, by: \.sha256).filter { $0.value.count > 1 }
    let duplicates = groups.map { sha256, films in DuplicateGroup(sha256: sha256, studies: films.map(\.study)) }
    return duplicates.sorted { $0.films[0] < $1.films[0] }
  }
}

extension DatasetInspection.DuplicateGroup {
  fileprivate init(sha256: String, studies: [Study]) {
    self.sha256 = sha256
    films = studies.map(\.id)
    let labels = Set(studies.map(\.label))
    acrossLabels = labels.contains { labels.contains(where: $0.contradicts) }
    acrossPatients = Set(studies.map(\.patient)).count > 1
    acrossFolders = Set(studies.map(\.folder)).count > 1
  }
}

/// What reading one film showed.
private struct FilmFinding: Sendable {
  struct Size: Hashable, Sendable {
    let width: Int
    let height: Int
  }

  /// Nil where the bytes cannot be read.
  let sha256: String?
  /// Nil where the picture cannot be read.
  let size: Size?
  /// Why not.
  let problem: String?

  init(_ study: Study) {
    do throws(DataError) {
      sha256 = try FileHashes.sha256(ofFileAt: study.path)
    } catch {
      sha256 = nil
      size = nil
      problem = error.reason
      return
    }
    do throws(ImagingError) {
      let picture = try GrayImage(contentsOf: study.path)
      size = Size(width: picture.width, height: picture.height)
      problem = nil
    } catch {
      size = nil
      problem = error.reason
    }
  }
}

extension DatasetInspection.FolderCount {
  fileprivate init(_ folder: SplitName?, _ studies: [Study]) {
    self.folder = folder
    films = studies.count
    patients = Set(studies.map(\.patient)).count
    let byLabel = Dictionary(grouping: studies, by: \.label)
    labels = Label.allCases.compactMap { label in
      byLabel[label].map { .init(label: label, films: $0.count, patients: Set($0.map(\.patient)).count) }
    }
  }

  fileprivate var position: Int { folder.flatMap { SplitName.allCases.firstIndex(of: $0) } ?? -1 }
}

extension DatasetInspection.PatientFigures {
  /// - Parameter studies: one at least.
  fileprivate init(_ studies: [Study]) {
    let byPatient = Dictionary(grouping: studies, by: \.patient)
    guard
      let films = DatasetInspection.Spread(byPatient.values.map(\.count)),
      let largest = byPatient.filter({ $0.value.count == films.maximum }).keys.min()
    else { preconditionFailure("a dataset has at least one film") }
    self.films = films
    self.largest = largest
    count = byPatient.count
    acrossFolders = byPatient.filter { _, studies in studies.contains { $0.folder != studies[0].folder } }.keys.sorted()
  }
}

extension DatasetInspection.SizeFigures {
  fileprivate init?(_ sizes: [FilmFinding.Size]) {
    guard let width = DatasetInspection.Spread(sizes.map(\.width)), let height = DatasetInspection.Spread(sizes.map(\.height)) else {
      return nil
    }
    self.width = width
    self.height = height
    distinct = Set(sizes).count
  }
}

extension Study {
  /// Whether the file's name says another label than the folder or manifest.
  fileprivate var isContradictedByItsName: Bool {
    guard let named = FilmName(id.split(separator: "/").last ?? "").label else { return false }
    // A pneumonia whose name says the kind has that kind, so what differs contradicts.
    return named != label
  }
}

extension DataError {
  /// What is wrong, without the path.
  fileprivate var reason: String {
    switch self {
    case .notFound: "no such file"
    case .invalid(_, let reason), .impossibleSplit(let reason): reason
    }
  }
}
