extension Split {
  /// Deals the measurable settings into folds, whole, and for each fold makes the split that measures on it: all films of its settings are the
  /// part `test`. Films of the other settings are dealt into `train` and `val`, but for those of children, contents and pictures (`copies`)
  /// that have a film in `test`: these stand in no part.
  ///
  /// Each setting with ``SettingTally/leastFilms`` films of each side is in `test` once, that of no other ever. The largest settings are dealt
  /// first, each onto the fold of the fewest films, so the folds depend on the settings alone.
  /// - Parameters:
  ///   - studies: the films, in any order; ids differ.
  ///   - settings: of every film.
  ///   - count: folds, at least 2.
  ///   - validationShare: of the films learned from and chosen on, above 0 and below 1.
  ///   - seed: of the dealing into `train` and `val`.
  ///   - hashes: the films' content.
  ///   - copies: pairs of films, by id, that show one picture.
  /// - Throws: ``DataError`` where a film has no setting, there are fewer measurable settings than folds, or a fold leaves nothing to learn from.
  static func folds(
    of studies: [Study], bySetting settings: AcquisitionSettings, count: Int, validationShare: Double, seed: UInt64, hashes: FileHashes,
    copies: [(String, String)]
  ) throws(DataError) -> [Split] {
    precondition(count >= 2, "\(count) folds leave nothing to learn from")
    let studies = studies.sorted { $0.id < $1.id }
    let unknown = studies.filter { settings[$0] == nil }
    if let first = unknown.first {
      throw .impossibleSplit(
        reason: "\(unknown.count) of \(studies.count) films have no setting, such as \(first.id), so they may be of one that is held out; "
          + "find the settings of these films with pulmo dataset settings")
    }
    let groups = groups(of: studies, hashes: hashes, copies: copies)
    return try dealt(settings.tallies(of: studies), count: count).map { names throws(DataError) in
      let test = studies.filter { settings[$0].map(names.contains) ?? false }
      let measured = Set(test.map(\.id))
      let apart = groups.filter { group in !group.contains { measured.contains($0.id) } }
      let rest = deal(apart, shares: [1 - validationShare, validationShare], seed: seed)
      guard rest.allSatisfy({ !$0.isEmpty }) else {
        throw .impossibleSplit(
          reason: "with the settings \(names.sorted().joined(separator: ", ")) held out, \(apart.joined().count) films of other children "
            + "are left, too few to learn from and to choose on; ask for more folds")
      }
      let parts: [SplitName: [Study]] = [.train: rest[0], .val: rest[1], .test: test]
      let dealt = Set(parts.values.joined().map(\.id))
      return try Split(parts, hashes: FileHashes(sha256: hashes.sha256.filter { dealt.contains($0.key) }))
    }
  }

  /// The names of the measurable settings of each fold.
  private static func dealt(_ tallies: [SettingTally], count: Int) throws(DataError) -> [Set<String>] {
    let measurable = tallies.filter(\.isMeasurable)
    guard measurable.count >= count else {
      throw .impossibleSplit(
        reason: "\(measurable.count) of \(tallies.count) settings have \(SettingTally.leastFilms) normal films and "
          + "\(SettingTally.leastFilms) pneumonias, too few for \(count) folds; "
          + (measurable.count >= 2 ? "ask for \(measurable.count) folds at most" : "look for fewer settings, or give more films"))
    }
    var folds = [(names: Set<String>, films: Int)](repeating: ([], 0), count: count)
    // Tallies are in order of name, and the standard library promises no stable sort.
    for tally in measurable.enumerated().sorted(by: { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }).map(\.element) {
      let smallest = folds.indices.reduce(0) { folds[$1].films < folds[$0].films ? $1 : $0 }
      folds[smallest].names.insert(tally.name)
      folds[smallest].films += tally.count
    }
    return folds.map(\.names)
  }
}
