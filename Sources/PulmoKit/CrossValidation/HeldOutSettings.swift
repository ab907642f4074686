public import Statistics

/// What a cross-validation measured on acquisition settings that were held out whole, as far as it is done.
public struct HeldOutSettings: Sendable, Hashable {
  /// The settings that are measured, for each seed in order.
  public let rows: [Row]
  /// Trainings that are not done.
  public let missing: [ValidationRun]
  /// For each seed that has all its folds, in ascending order, all held-out films together.
  public let seeds: [SeedFigures]

  /// One setting, by the one training of a seed that learned from none of its films.
  public struct Row: Sendable, Hashable {
    public let setting: String
    public let run: ValidationRun
    public let patients: Int
    /// At the training's own threshold, which it chose on films of the settings that it learned from.
    public let evaluation: Evaluation
  }

  /// The held-out films of a seed.
  public struct SeedFigures: Sendable, Hashable {
    public let seed: UInt64
    public let films: Int
    /// Over the films of all settings, scores of several models as they are on one scale; nil where a class is missing.
    public let auroc: QuotedInterval?
    /// The setting of the least AUROC, the first of several.
    public let worst: Row?
  }

  /// - Parameters:
  ///   - runs: all trainings of the protocol, done or not.
  ///   - scores: of those that are done, the films they left out.
  ///   - thresholds: of those that are done, their own.
  ///   - settings: of all films.
  /// - Throws: ``DataError`` where a score is no number.
  init(
    runs: [ValidationRun], scores: [ValidationRun: [ScoredStudy]], thresholds: [ValidationRun: Double], settings: AcquisitionSettings
  ) throws(DataError) {
    var rows: [Row] = []
    for run in runs {
      guard let scores = scores[run], let threshold = thresholds[run] else { continue }
      for (name, scores) in Dictionary(grouping: scores, by: { settings.names[$0.id] }) {
        guard let name else { continue }
        let patients = Set(scores.map(\.patient)).count
        rows.append(Row(setting: name, run: run, patients: patients, evaluation: try Evaluation(scores, threshold: threshold)))
      }
    }
    rows.sort { $0.run.seed != $1.run.seed ? $0.run.seed < $1.run.seed : AcquisitionSettings.precedes($0.setting, $1.setting) }
    self.rows = rows
    missing = runs.filter { scores[$0] == nil }
    var seeds: [SeedFigures] = []
    for seed in Set(runs.map(\.seed)).subtracting(missing.map(\.seed)).sorted() {
      let films = runs.filter { $0.seed == seed }.flatMap { scores[$0] ?? [] }
      // The area is the same at any threshold.
      let auroc = try Evaluation(films, threshold: 0.5)[.auroc]
      let worst = rows.filter { $0.run.seed == seed }.reduce(nil as Row?) { worst, row in
        guard let auroc = row.evaluation.auroc else { return worst }
        return auroc < worst?.evaluation.auroc ?? .infinity ? row : worst
      }
      seeds.append(SeedFigures(seed: seed, films: films.count, auroc: auroc, worst: worst))
    }
    self.seeds = seeds
  }

  /// The AUROC over all held-out films, over the seeds that are done.
  public var auroc: FigureSpread? { FigureSpread(seeds.compactMap(\.auroc?.value)) }
  /// That of each seed's worst setting.
  public var aurocOfWorst: FigureSpread? { FigureSpread(seeds.compactMap { $0.worst?.evaluation.auroc }) }
}
