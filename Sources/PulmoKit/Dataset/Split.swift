/// Which studies are learned from, chosen on and reported on. No patient and no identical content stands on two sides, unless the split is
/// one by ``SplitUnit/film``.
///
/// ```swift
/// let dataset = try Dataset(at: "chest_xray")
/// let split = try Split.grouped(dataset.studies(in: [.train]), fractions: [0.8, 0.1, 0.1], seed: 7)
/// try split.write(to: "run/split.csv")
/// ```
public struct Split: Sendable, Hashable {
  /// In order of id, as are `val` and `test`.
  public let train: [Study]
  public let val: [Study]
  public let test: [Study]
  /// The content the films had when they were dealt.
  public let hashes: FileHashes

  /// - Throws: ``DataError`` where a patient or a content stands on two sides and may not.
  init(_ parts: [SplitName: [Study]], hashes: FileHashes, unit: SplitUnit = .patient) throws(DataError) {
    train = parts[.train, default: []].sorted { $0.id < $1.id }
    val = parts[.val, default: []].sorted { $0.id < $1.id }
    test = parts[.test, default: []].sorted { $0.id < $1.id }
    self.hashes = hashes
    if unit == .patient { try checkDisjoint() }
  }

  public subscript(name: SplitName) -> [Study] {
    switch name {
    case .train: train
    case .val: val
    case .test: test
    }
  }

  private func checkDisjoint() throws(DataError) {
    var patients: [String: (part: SplitName, study: Study)] = [:]
    var contents: [String: (part: SplitName, study: Study)] = [:]
    for part in SplitName.allCases {
      for study in self[part] {
        if let other = patients.updateValue((part, study), forKey: study.patient), other.part != part {
          throw DataError.impossibleSplit(
            reason: "patient \(study.patient) stands on two sides: \(other.study.id) in \(other.part), \(study.id) in \(part); "
              + "put all films of a patient into one part")
        }
        guard let hash = hashes[study] else { preconditionFailure("no hash of \(study.id)") }
        if let other = contents.updateValue((part, study), forKey: hash), other.part != part {
          throw DataError.impossibleSplit(
            reason: "the same picture stands on two sides: \(other.study.id) in \(other.part), \(study.id) in \(part); "
              + "put identical files into one part")
        }
      }
    }
  }
}
