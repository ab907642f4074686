extension DatasetInspection {
  /// Reads the dataset at `path` as ``Dataset/init(at:)`` does, hashes and decodes every film, and sums up what it finds.
  ///
  /// All processors are used; no more films than there are processors are in memory at once.
  /// - Parameters:
  ///   - path: a directory or a CSV manifest.
  ///   - splitFile: a CSV of columns `id` and `split`, such as a run's `split.csv`: its parts are then what leaks are looked for between, in
  ///     place of the dataset's own folders. It may leak; a film it does not name stands in no part.
  ///   - progress: called as (done, all), one call at a time, in order.
  /// - Throws: ``DataError`` where the dataset itself cannot be read, `CancellationError`. A film that cannot be read is a finding.
  public static func inspect(
    at path: String, splitFile: String? = nil, progress: @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> DatasetInspection {
    var dataset = try Dataset(at: path)
    if let splitFile { dataset = try dataset.dealt(bySplitFile: splitFile) }
    let findings = try await dataset.studies.concurrentTasks(progress: progress) { FilmFinding($0) }
    return DatasetInspection(dataset, findings, splitFile: splitFile)
  }

  /// - Parameter findings: one a study, in their order.
  private init(_ dataset: Dataset, _ findings: [FilmFinding], splitFile: String?) {
    let studies = dataset.studies
    let films = zip(studies, findings)
    directory = dataset.directory
    self.splitFile = splitFile
    folders = Dictionary(grouping: studies, by: \.folder).map { FolderCount($0, $1) }.sorted { $0.position < $1.position }
    patients = PatientFigures(studies)
    sizes = SizeFigures(findings.compactMap(\.picture?.traits))
    duplicates = Self.duplicates(films.compactMap { study, finding in finding.sha256.map { (study, $0) } })
    copies = Self.copies(Array(films))
    contradictions = studies.filter(\.isContradictedByItsName).map(\.id)
    unreadable = films.compactMap { study, finding in finding.problem.map { UnreadableFilm(id: study.id, reason: $0) } }
    skipped = dataset.skipped
    let hashes = films.compactMap { study, finding in finding.sha256.map { (study.id, $0) } }
    digest = FileHashes(sha256: Dictionary(hashes) { first, _ in first }).digest
    let traits = films.compactMap { study, finding in finding.picture.map { (study: study, traits: $0.traits) } }
    shortcuts = FilmTrait.allCases.map { Shortcut($0, traits) }
    namelessPatients = studies.filter { $0.patient == $0.id }.count
    checks = []
    checks = judgements
  }

  private static func duplicates(_ films: [(study: Study, sha256: String)]) -> [DuplicateGroup] {
    let groups = Dictionary(grouping: films, by: \.sha256).filter { $0.value.count > 1 }
    let duplicates = groups.map { sha256, films in DuplicateGroup(sha256: sha256, studies: films.map(\.study)) }
    return duplicates.sorted { $0.films[0] < $1.films[0] }
  }

  /// Films connected by looking alike, unless all of a group are one file's bytes.
  private static func copies(_ films: [(study: Study, finding: FilmFinding)]) -> [CopyGroup] {
    let pairs = CopySearch.pairs(of: films.map(\.finding.picture?.miniature))
    var forest = DisjointSets(count: films.count)
    for pair in pairs { forest.unite(pair.first, pair.second) }
    let pairsByRoot = Dictionary(grouping: pairs) { forest.root(of: $0.first) }
    let groups = pairsByRoot.values.compactMap { pairs -> CopyGroup? in
      let members = Set(pairs.flatMap { [$0.first, $0.second] }).sorted().map { films[$0] }
      guard Set(members.map(\.finding.sha256)).count > 1, let least = pairs.map(\.correlation).min() else { return nil }
      return CopyGroup(correlation: least, studies: members.map(\.study))
    }
    return groups.sorted { $0.films[0] < $1.films[0] }
  }
}

extension DatasetInspection.DuplicateGroup {
  fileprivate init(sha256: String, studies: [Study]) {
    self.sha256 = sha256
    films = studies.map(\.id)
    acrossLabels = studies.haveContradictingLabels
    acrossPatients = studies.areOfSeveralPatients
    acrossFolders = studies.areInSeveralFolders
  }
}

extension DatasetInspection.CopyGroup {
  fileprivate init(correlation: Double, studies: [Study]) {
    self.correlation = correlation
    films = studies.map(\.id)
    acrossLabels = studies.haveContradictingLabels
    acrossPatients = studies.areOfSeveralPatients
    acrossFolders = studies.areInSeveralFolders
  }
}

extension [Study] {
  fileprivate var haveContradictingLabels: Bool {
    let labels = Set(map(\.label))
    return labels.contains { labels.contains(where: $0.contradicts) }
  }

  fileprivate var areOfSeveralPatients: Bool { Set(map(\.patient)).count > 1 }

  /// A film that stands in no part leaks into none.
  fileprivate var areInSeveralFolders: Bool { Set(compactMap(\.folder)).count > 1 }
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
    acrossFolders = byPatient.filter { $0.value.areInSeveralFolders }.keys.sorted()
  }
}

extension DatasetInspection.SizeFigures {
  fileprivate init?(_ sizes: [FilmTraits]) {
    guard let width = DatasetInspection.Spread(sizes.map(\.width)), let height = DatasetInspection.Spread(sizes.map(\.height)) else {
      return nil
    }
    self.width = width
    self.height = height
    distinct = Set(sizes.map { [$0.width, $0.height] }).count
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
