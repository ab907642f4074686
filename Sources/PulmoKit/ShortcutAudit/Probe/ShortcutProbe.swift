import Statistics

/// A small learner that is shown a view alone, asked about films it did not learn from: what there is to be used.
///
/// A ``RidgeLogistic`` of the ``ProbePicture``'s traits, each brought to mean 0 and spread 1 by the films learned from; traits that are one number
/// on all of them are left out. The penalty is 0.01 a film learned from. Films are dealt into five folds, those of one child or of one content
/// together, and each is asked of the probe that learned from the other four. A larger learner could find more: the probe says how much
/// there is at least.
struct ShortcutProbe: Sendable {
  static let foldCount = 5
  static let penaltyPerFilm = 0.01

  let pictures: [ProbePicture]
  let labels: [Bool]

  /// The fold of each of `studies`, from 0; nil where there are too few children or contents to fill the folds.
  static func folds(of studies: [Study], hashes: FileHashes, seed: UInt64) -> [Int]? {
    let groups = Split.groups(of: studies.sorted { $0.id < $1.id }, hashes: hashes)
    let parts = Split.deal(groups, shares: [Double](repeating: 1 / Double(foldCount), count: foldCount), seed: seed)
    guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    let folds = Dictionary(uniqueKeysWithValues: parts.enumerated().flatMap { fold, part in part.map { ($0.id, fold) } })
    return studies.compactMap { folds[$0.id] }
  }

  /// Probabilities of pneumonia of the films of one fold, in order, learned from the others; nil where those are all of one class.
  /// - Parameters:
  ///   - fold: the one asked about.
  ///   - folds: each film's.
  func probabilities(ofFold fold: Int, of folds: [Int]) -> [Double]? {
    let learned = pictures.indices.filter { folds[$0] != fold }
    let learnedLabels = learned.map { labels[$0] }
    guard learnedLabels.contains(true), learnedLabels.contains(false) else { return nil }
    let scale = TraitScale(of: learned.map { pictures[$0].traits })
    let penalty = Self.penaltyPerFilm * Double(learned.count)
    let probe = RidgeLogistic(fitting: scale.design(of: learned.map { pictures[$0].traits }), labels: learnedLabels, penalty: penalty)
    let asked = pictures.indices.filter { folds[$0] == fold }
    return probe.logits(of: scale.design(of: asked.map { pictures[$0].traits })).map(Logistic.probability)
  }
}

/// The traits that differ among films, with the mean and the spread of each.
private struct TraitScale {
  private var used: [(trait: Int, mean: Double, spread: Double)] = []

  init(of films: [[Int16]]) {
    let count = Double(films.count)
    for trait in films[0].indices {
      let mean = films.reduce(0) { $0 + Double($1[trait]) } / count
      let variance = films.reduce(0) { $0 + (Double($1[trait]) - mean) * (Double($1[trait]) - mean) } / count
      if variance > 0 { used.append((trait, mean, variance.squareRoot())) }
    }
    // One that is the same on all films tells nothing; where all are, one keeps the design from being empty.
    if used.isEmpty { used = [(0, 0, 1)] }
  }

  /// `[films, used traits]`
  func design(of films: [[Int16]]) -> [Double] {
    films.flatMap { film in used.map { (Double(film[$0.trait]) - $0.mean) / $0.spread } }
  }
}
