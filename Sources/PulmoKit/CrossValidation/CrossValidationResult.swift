public import Statistics

/// What a cross-validation measured, as far as it is done.
public struct CrossValidationResult: Sendable, Hashable {
  /// The recipe's.
  public let name: String
  /// What thresholds were chosen for.
  public let wantedSensitivity: Double
  /// What thresholds of triage were chosen for.
  public let promise: TriagePromise
  /// What makes the figures say less than they seem to.
  public let warnings: [String]
  /// By whole children, drawn at random.
  public let grouped: ProtocolResult
  /// Film by film; nil where it was not asked for, or the grouped figures it has to stand beside are not there.
  public let byFilm: ProtocolResult?
  /// By whole children, in stretches of each series; nil where it was not asked for. Where it was, the grouped protocol has no trainings.
  public let byStretch: ProtocolResult?
  /// On whole acquisition settings; nil where none were held out. Where they were, the grouped protocol has no trainings.
  public let bySetting: HeldOutSettings?
  /// Under the corruptions, each seed that has all its folds; nil where it was not asked for.
  public internal(set) var corruptions: [SeedRobustness]?

  /// What one protocol gives.
  public struct ProtocolResult: Sendable, Hashable {
    public let `protocol`: ValidationProtocol
    /// Trainings that are done, in order.
    public let rows: [Row]
    /// Trainings that are not.
    public let missing: [ValidationRun]
    /// For each seed that has all its folds, in ascending order, its films together.
    public let seeds: [SeedFigures]
  }

  /// One training, on the films it left out.
  public struct Row: Sendable, Hashable {
    public let run: ValidationRun
    public let films: Int
    public let patients: Int
    /// Nil where a class is missing.
    public let auroc: Double?
    /// At the threshold of the other folds of its seed (of the training itself, where films were dealt one by one); nil while these folds
    /// are not done.
    public let evaluation: Evaluation?
  }

  /// The decisions on all films of a seed, each by its own fold's threshold. The intervals hold the seed's trainings fixed: what others
  /// would have learned from other films is not in them.
  public struct SeedFigures: Sendable, Hashable, Encodable {
    public let seed: UInt64
    public let confusion: ConfusionMatrix
    public let accuracy: QuotedInterval?
    public let sensitivity: QuotedInterval?
    public let specificity: QuotedInterval?
    /// Each film sorted by thresholds that keep ``CrossValidationResult/promise`` on the other folds' scores of the same seed; nil where films
    /// were dealt one by one. These scores are of other networks than the film's own: what comes out is empirical, and no promise.
    public let triage: TriageFigures?
  }

  /// - Parameters:
  ///   - runs: all trainings, done or not.
  ///   - scores: of those that are done, the films they left out.
  ///   - ownThresholds: of the trainings that have no other folds, or whose folds are settings.
  ///   - settings: those that were held out.
  /// - Throws: ``DataError`` where a score is no number, or there is no pneumonia to choose a threshold on.
  init(
    name: String, wantedSensitivity: Double, promise: TriagePromise = TriagePromise(), warnings: [String] = [], runs: [ValidationRun],
    scores: [ValidationRun: [ScoredStudy]], ownThresholds: [ValidationRun: Double], settings: AcquisitionSettings? = nil
  ) throws(DataError) {
    self.name = name
    self.wantedSensitivity = wantedSensitivity
    self.promise = promise
    self.warnings = warnings
    func result(_ validation: ValidationProtocol) throws(DataError) -> ProtocolResult {
      let runs = runs.filter { $0.protocol == validation }
      var judged: [(run: ValidationRun, scores: [ScoredStudy], threshold: Double?, triage: TriageThresholds?)] = []
      for run in runs {
        guard let own = scores[run] else { continue }
        let others = runs.filter { $0.seed == run.seed && $0 != run }
        let otherScores = others.compactMap { scores[$0] }
        var threshold = ownThresholds[run]
        var triage: TriageThresholds?
        if run.fold != nil, otherScores.count == others.count {
          let source = "the out-of-fold scores of the other folds"
          let films = otherScores.flatMap { $0 }
          let chosen = try OperatingThreshold(reaching: wantedSensitivity, on: films, description: source).value
          threshold = chosen
          if films.contains(where: { !$0.label.isPneumonia }) {
            triage = try TriageThresholds(keeping: promise, around: chosen, on: films, description: source)
          }
        }
        judged.append((run, own, threshold, triage))
      }
      var rows: [Row] = []
      for (run, scores, threshold, _) in judged {
        let evaluation: Evaluation? = if let threshold { try Evaluation(scores, threshold: threshold) } else { nil }
        rows.append(
          Row(run: run, films: scores.count, patients: Set(scores.map(\.patient)).count, auroc: scores.auroc, evaluation: evaluation))
      }
      var seeds: [SeedFigures] = []
      for seed in Set(runs.map(\.seed)).sorted() {
        let ofSeed = judged.filter { $0.run.seed == seed }
        guard ofSeed.count == runs.count(where: { $0.seed == seed }) else { continue }
        let sorted = ofSeed.flatMap { run in run.triage.map { triage in run.scores.map { ($0, triage($0.probability)) } } ?? [] }
        seeds.append(
          SeedFigures(
            seed, ofSeed.flatMap { run in run.scores.map { ($0, $0.probability >= run.threshold ?? .infinity) } },
            triage: TriageFigures(sorted)))
      }
      return ProtocolResult(protocol: validation, rows: rows, missing: runs.filter { scores[$0] == nil }, seeds: seeds)
    }
    grouped = try result(.grouped)
    byFilm = grouped.seeds.isEmpty || !runs.contains { $0.protocol == .byFilm } ? nil : try result(.byFilm)
    byStretch = runs.contains { $0.protocol == .byStretch } ? try result(.byStretch) : nil
    let settingRuns = runs.filter { $0.protocol == .bySetting }
    bySetting =
      if let settings { try HeldOutSettings(runs: settingRuns, scores: scores, thresholds: ownThresholds, settings: settings) } else { nil }
  }
}

extension CrossValidationResult {
  /// What the folds of whole children give.
  var folded: ProtocolResult { byStretch ?? grouped }
}

extension [ScoredStudy] {
  /// The area under the ROC curve of scores that are numbers; nil where a class is missing.
  var auroc: Double? { (try? ROCCurve(scores: map(\.probability), labels: map(\.label.isPneumonia)))?.auroc }
}

extension CrossValidationResult.ProtocolResult {
  /// Over all trainings.
  public var auroc: FigureSpread? { FigureSpread(rows.compactMap(\.auroc)) }
  public var accuracy: FigureSpread? { FigureSpread(rows.compactMap { $0.evaluation?.accuracy?.value }) }
  public var sensitivity: FigureSpread? { FigureSpread(rows.compactMap { $0.evaluation?.sensitivity?.value }) }
  public var specificity: FigureSpread? { FigureSpread(rows.compactMap { $0.evaluation?.specificity?.value }) }

  /// The AUROC of each seed that has all its folds, their mean: what chance in training alone does.
  public var seedMeans: FigureSpread? {
    FigureSpread(seeds.compactMap { seed in FigureSpread(rows.filter { $0.run.seed == seed.seed }.compactMap(\.auroc))?.mean })
  }
}

extension CrossValidationResult.SeedFigures {
  /// - Parameter decisions: films with whether they were called a pneumonia.
  fileprivate init(_ seed: UInt64, _ decisions: [(score: ScoredStudy, isCalled: Bool)], triage: TriageFigures?) {
    self.seed = seed
    self.triage = triage
    let called: [Double] = decisions.map { $0.isCalled ? 1 : 0 }
    let labels = decisions.map(\.score.label.isPneumonia)
    let draws = PatientDraws(patients: decisions.map(\.score.patient), labels: labels)
    guard let bootstrap = try? ClusteredBootstrap(scores: called, threshold: 0.5, draws: draws) else {
      preconditionFailure("a decision is a number")
    }
    confusion = bootstrap.observed.confusion
    accuracy = bootstrap.quotedShare(.accuracy)
    sensitivity = bootstrap.quotedShare(.sensitivity)
    specificity = bootstrap.quotedShare(.specificity)
  }
}
