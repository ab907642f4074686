extension Split {
  /// Deals `studies` into `count` folds of about equal films and labels, and for each fold makes the split that measures on it: its films
  /// are the part `test`, the others are dealt into `train` and `val`.
  ///
  /// Films of one patient, of one content and of one picture (`copies`) stay together throughout.
  /// - Parameters:
  ///   - studies: the films, in any order; ids differ.
  ///   - count: at least 2.
  ///   - validationShare: of the films outside a fold, above 0 and below 1.
  ///   - seed: another seed deals other folds, or other parts `train` and `val` beside stretches.
  ///   - inStretches: whether a fold is a stretch of each series of patients (``stretches(of:count:)``) rather than children drawn at random.
  ///   - hashes: the films' content.
  ///   - copies: pairs of films, by id, that show one picture.
  /// - Throws: ``DataError`` where there are too few patients to fill the folds.
  static func folds(
    of studies: [Study], count: Int, validationShare: Double, seed: UInt64, inStretches: Bool = false, hashes: FileHashes,
    copies: [(String, String)]
  ) throws(DataError) -> [Split] {
    precondition(count >= 2, "\(count) folds leave nothing to learn from")
    let studies = studies.sorted { $0.id < $1.id }
    let groups = groups(of: studies, hashes: hashes, copies: copies)
    let shares = [Double](repeating: 1 / Double(count), count: count)
    let folds = inStretches ? stretches(of: groups, count: count) : deal(groups, shares: shares, seed: seed)
    guard folds.allSatisfy({ !$0.isEmpty }) else {
      throw .impossibleSplit(
        reason: "\(studies.count) films in \(groups.count) groups (one child or one picture each) do not fill \(count) folds; ask for fewer"
      )
    }
    var splits: [Split] = []
    for fold in folds {
      let measured = Set(fold.map(\.id))
      let rest = deal(groups.filter { !measured.contains($0[0].id) }, shares: [1 - validationShare, validationShare], seed: seed)
      splits.append(try Split([.train: rest[0], .val: rest[1], .test: fold], hashes: hashes))
    }
    return splits
  }
}

extension Split {
  /// Connected groups of `studies` (sorted), in order of their first film: of one child, one content or one picture (`copies`, by id).
  static func groups(of studies: [Study], hashes: FileHashes, copies: [(String, String)]) -> [[Study]] {
    let places = Dictionary(studies.enumerated().map { ($1.id, $0) }) { first, _ in first }
    return groups(
      of: studies, hashes: hashes,
      copies: copies.compactMap { one, other in places[one].flatMap { one in places[other].map { (one, $0) } } })
  }
}
