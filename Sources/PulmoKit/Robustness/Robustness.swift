public import Statistics

/// The figures of films as they are and under every ``Corruption``, pneumonia against normal.
public struct Robustness: Sendable, Hashable {
  /// The films as they are, at the size that corruptions are defined on.
  public let clean: Figures
  /// Under the corruptions, in the order of `Corruption.allCases`.
  public let corrupted: [Figures]

  /// What one variant of the films gives. Of the two intervals of a figure the wider is quoted.
  public struct Figures: Sendable, Hashable {
    /// Of all films together; nil where a class is missing.
    public let auroc: QuotedInterval?
    /// The mean of the folds' areas, each of one model; nil where there are no folds, or one lacks a class.
    public let meanOfFolds: Double?
    /// Nil where there is no pneumonia.
    public let sensitivity: QuotedInterval?
    /// Nil where there is no normal film.
    public let specificity: QuotedInterval?
  }

  /// The figures of one model.
  /// - Parameters:
  ///   - films: their scores.
  ///   - threshold: from this probability on, a film is called pneumonia.
  /// - Throws: ``DataError`` where there is no film.
  public init(_ films: [CorruptedScores], threshold: Double) throws(DataError) {
    try self.init(folds: [(films, threshold)])
  }

  /// The figures of the models of several folds together.
  /// - Parameter folds: the films that each model left out, with the threshold they are judged by.
  /// - Throws: ``DataError`` where there is no film.
  init(folds: [(films: [CorruptedScores], threshold: Double)]) throws(DataError) {
    let films = folds.flatMap(\.films)
    guard !films.isEmpty else { throw .invalid(path: "scores", reason: "there is no film to evaluate; give some") }
    let draws = PatientDraws(films.map { $0.score(ofVariant: 0) })
    func figures(ofVariant variant: Int) throws(DataError) -> Figures {
      let parts = folds.map { fold in (scores: fold.films.map { $0.score(ofVariant: variant) }, threshold: fold.threshold) }
      return try Figures(parts, draws)
    }
    clean = try figures(ofVariant: 0)
    var corrupted: [Figures] = []
    for variant in 1...Corruption.allCases.count { corrupted.append(try figures(ofVariant: variant)) }
    self.corrupted = corrupted
  }

  /// The figures under one corruption.
  public subscript(_ corruption: Corruption) -> Figures {
    guard let index = Corruption.allCases.firstIndex(of: corruption) else { preconditionFailure("\(corruption) is no corruption") }
    return corrupted[index]
  }

  /// How much the area changes under a corruption, below 0 where it falls; nil where it is undefined.
  public func change(under corruption: Corruption) -> Double? {
    guard let clean = clean.auroc?.value, let corrupted = self[corruption].auroc?.value else { return nil }
    return corrupted - clean
  }

  /// The mean of the areas under the corruptions, the clean one not among them; nil where they are undefined.
  public var meanAUROC: Double? {
    let areas = corrupted.compactMap { $0.auroc?.value }
    return areas.count == corrupted.count ? areas.reduce(0, +) / Double(areas.count) : nil
  }

  /// The corruption with the smallest area, the first of equals, and that area; nil where the areas are undefined.
  public var worst: (corruption: Corruption, auroc: Double)? {
    var worst: (corruption: Corruption, auroc: Double)?
    for corruption in Corruption.allCases {
      guard let area = self[corruption].auroc?.value else { return nil }
      if worst.map({ area < $0.auroc }) ?? true { worst = (corruption, area) }
    }
    return worst
  }
}

extension Robustness.Figures {
  /// - Parameters:
  ///   - folds: scores with the threshold they are judged by.
  ///   - draws: of all folds' patients, in order.
  fileprivate init(_ folds: [(scores: [ScoredStudy], threshold: Double)], _ draws: PatientDraws) throws(DataError) {
    let scores = folds.flatMap(\.scores)
    let called = folds.flatMap { fold in fold.scores.map { $0.probability >= fold.threshold ? 1.0 : 0 } }
    do throws(StatisticsError) {
      let probabilities = scores.map(\.probability)
      let ranked = try ClusteredBootstrap(scores: probabilities, threshold: 0.5, draws: draws)
      let area = try DeLong(scores: probabilities, labels: draws.labels)?.interval()
      auroc = ranked.observed.auroc.map {
        QuotedInterval(value: $0, independent: area, clustered: ranked.interval { $0.auroc })
      }
      // Films of several folds are decided by several thresholds, so the decision itself is the score.
      let decided = try ClusteredBootstrap(scores: called, threshold: 0.5, draws: draws)
      sensitivity = decided.quotedShare(.sensitivity)
      specificity = decided.quotedShare(.specificity)
    } catch {
      throw DataError(error, scores)
    }
    let areas = folds.compactMap(\.scores.auroc)
    meanOfFolds = folds.count > 1 && areas.count == folds.count ? areas.reduce(0, +) / Double(areas.count) : nil
  }
}
