import NeuralNet

// Goals, in order: no patient and no content on two sides; the same split from the same films, fractions and seed, on every
// machine and in whatever order the films are given; shares of films and of each label near the wanted ones; a group's size says
// nothing about the part it lands in, as far as the shares allow.

extension Split {
  /// Groups `studies` by patient and identical file content, then deals whole groups, stratified by label, into parts of about
  /// `fractions` of the films.
  ///
  /// Films belong together when they share a patient or the bytes of their files, directly or through other films. The groups
  /// are shuffled and dealt from the largest to the smallest: each goes to a part drawn at random in proportion to the films of
  /// the group's labels the part still lacks, among the parts that can take it whole; where none can, to the part whose shares
  /// it upsets least. The small groups at the end even out the shares.
  ///
  /// - Parameters:
  ///   - studies: the films, in any order; ids differ.
  ///   - fractions: shares of train, val and test: three numbers from 0 to 1 that sum to 1. A part of share 0 stays empty.
  ///   - seed: another seed deals another split.
  ///   - hashes: the films' content where it is at hand; otherwise the files are read here.
  /// - Throws: ``DataError`` where the fractions make no sense, a file cannot be read, or a part of a positive share would stay empty.
  public static func grouped(_ studies: [Study], fractions: [Double], seed: UInt64, hashes: FileHashes? = nil) throws(DataError) -> Split {
    guard fractions.count == 3, fractions.allSatisfy({ $0 >= 0 && $0 <= 1 }), abs(fractions.reduce(0, +) - 1) < 1e-6 else {
      throw DataError.impossibleSplit(reason: "the shares \(fractions) are not three numbers from 0 to 1 that sum to 1 (train, val, test)")
    }
    let studies = studies.sorted { $0.id < $1.id }
    let hashes = if let hashes { hashes } else { try FileHashes(of: studies) }
    let groups = groups(of: studies, hashes: hashes)
    let parts = Dictionary(uniqueKeysWithValues: zip(SplitName.allCases, deal(groups, shares: fractions, seed: seed)))
    for (part, fraction) in zip(SplitName.allCases, fractions) where fraction > 0 && parts[part, default: []].isEmpty {
      throw DataError.impossibleSplit(
        reason: "\(studies.count) films in \(groups.count) groups (one patient or one content each) leave \(part) empty at a share of "
          + "\(fraction); give more patients, a larger share, or 0 for that part")
    }
    let dealt = Set(studies.map(\.id))
    return try Split(parts, hashes: FileHashes(sha256: hashes.sha256.filter { dealt.contains($0.key) }))
  }

  /// Connected groups of `studies` (sorted), in order of their first film.
  /// - Parameter copies: pairs of films, by their place in `studies`, that belong together besides.
  static func groups(of studies: [Study], hashes: FileHashes, copies: [(Int, Int)] = []) -> [[Study]] {
    var forest = DisjointSets(count: studies.count)
    var firstOfPatient: [String: Int] = [:]
    var firstOfContent: [String: Int] = [:]
    for (index, study) in studies.enumerated() {
      guard let hash = hashes[study] else { preconditionFailure("no hash of \(study.id)") }
      forest.unite(index, firstOfPatient[study.patient, default: index])
      forest.unite(index, firstOfContent[hash, default: index])
      firstOfPatient[study.patient] = index
      firstOfContent[hash] = index
    }
    for (one, other) in copies { forest.unite(one, other) }
    var members: [Int: [Study]] = [:]
    for (index, study) in studies.enumerated() { members[forest.root(of: index), default: []].append(study) }
    return members.values.sorted { $0[0].id < $1[0].id }
  }

  /// Deals whole groups into parts of about `shares` of the films; a part of share 0 stays empty.
  static func deal(_ groups: [[Study]], shares: [Double], seed: UInt64) -> [[Study]] {
    let total = Strata(groups.joined())
    let wanted = shares.indices.filter { shares[$0] > 0 }
    var lacking = wanted.map { part in total.counts.map { $0 * shares[part] } }
    var random = SplitMix64(seed: seed)
    var parts = [[Study]](repeating: [], count: shares.count)
    let shuffled = shuffled(groups, using: &random)
    // The standard library promises no stable sort: equal sizes keep the shuffle's order through their index.
    for index in shuffled.indices.sorted(by: { (shuffled[$1].count, $0) < (shuffled[$0].count, $1) }) {
      let strata = Strata(shuffled[index])
      let part = choosePart(for: strata, lacking: lacking, using: &random)
      for stratum in strata.counts.indices { lacking[part][stratum] -= strata.counts[stratum] }
      parts[wanted[part]] += shuffled[index]
    }
    return parts
  }

  private static func choosePart(for group: Strata, lacking: [[Double]], using random: inout SplitMix64) -> Int {
    let size = group.counts.reduce(0, +)
    // Whole films may round below a share's product by a little; a real lack of a part of a film takes no film here.
    let slack = 1e-6
    let weights = lacking.map { lacks in
      let pairs = zip(group.counts, lacks)
      let fits = pairs.allSatisfy { $0 == 0 || $0 <= $1 + slack } && size <= lacks.reduce(0, +) + slack
      return fits ? pairs.reduce(0) { $0 + $1.0 * max($1.1, 0) } : 0
    }
    let sum = weights.reduce(0, +)
    if sum > 0 {
      var rest = Double(random.next() >> 11) * 0x1p-53 * sum
      for (part, weight) in weights.enumerated() where weight > 0 {
        if rest < weight { return part }
        rest -= weight
      }
    }
    // Σ g·(l - g/2) is half of what the squared lack Σ l² loses when the group g is taken; the lack of films of any label breaks ties.
    let gains = lacking.map { lacks in
      zip(group.counts, lacks).reduce(size * (lacks.reduce(0, +) - size / 2) / 16) { $0 + $1.0 * ($1.1 - $1.0 / 2) }
    }
    return gains.indices.reduce(0) { gains[$1] > gains[$0] ? $1 : $0 }
  }

  /// Fisher and Yates's shuffle, written out so that a seed means the same order whatever the standard library does.
  static func shuffled<Element>(_ elements: [Element], using random: inout SplitMix64) -> [Element] {
    var elements = elements
    for last in elements.indices.dropFirst().reversed() {
      elements.swapAt(last, Int(random.next().multipliedFullWidth(by: UInt64(last + 1)).high))
    }
    return elements
  }
}

/// Films counted by label, in the order of `Label.allCases`.
private struct Strata {
  private(set) var counts = [Double](repeating: 0, count: Label.allCases.count)

  init(_ studies: some Sequence<Study>) {
    for study in studies {
      for (index, label) in Label.allCases.enumerated() where label == study.label { counts[index] += 1 }
    }
  }
}
