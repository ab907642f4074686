import FoundationEssentials
import Imaging

/// Measures a recipe on all of its films: each is scored by a model that saw neither it, nor another film of its child, nor a copy of it.
/// Children are told apart by their names; copies that were cut, mirrored or turned are missed.
///
/// ```swift
/// let recipe = try Recipe(at: "Recipes/deep-cnn.yaml", overrides: ["data=chest_xray"])
/// let validation = try CrossValidation(of: recipe, folds: 5, seeds: 3, at: "runs/deep-cnn-5-fold")
/// let outcome = try await validation.run { event in print(event) }
/// ```
///
/// Whole children are dealt into folds, by the recipe's `split.seed` and so the same for every seed. For each seed and fold a run of its
/// own trains on the other folds, as `pulmo train` does, a share of them chooses the epoch, and the fold is scored. The threshold a fold is
/// judged by is chosen on the other folds' scores of the same seed.
///
/// With ``Folding/stretches`` a fold is a stretch of consecutive numbers in each series of children; all else is as above.
///
/// With ``Folding/settings(_:)`` folds are of whole acquisition settings in place of children drawn at random, each judged at its model's own
/// threshold (``HeldOutSettings``).
///
/// A model that the recipe starts from has to be known to have learned from none of the films; of a file of weights nobody knows, and the
/// result says so (``CrossValidationResult/warnings``).
///
/// The same call again goes on where it was stopped, in the middle of a training too, with the same bits; with more seeds it adds to what
/// is there. Several processes may work in one folder on different folds (``run(onlyFold:onEvent:)``).
public struct CrossValidation: Sendable {
  /// The recipe that is measured; its seed is the first of the seeds.
  public let recipe: Recipe
  public let folds: Int
  /// How many trainings each fold has.
  public let seeds: Int
  /// What is measured: the grouped protocol and perhaps another beside it, or stretches or settings held out alone.
  public let protocols: [ValidationProtocol]
  /// The acquisition settings that are held out; nil where folds are of children.
  public let settings: AcquisitionSettings?
  /// Whether the films that each training on whole children left out are scored under every ``Corruption`` too.
  public var testsCorruptions = false

  let folder: CrossValidationFolder

  /// - Parameters:
  ///   - recipe: what is trained, on which data; it may not name a split of its own.
  ///   - folds: at least 2.
  ///   - seeds: at least 1: the recipe's own and those that follow it.
  ///   - folding: what the folds are made of.
  ///   - path: a new or empty folder, or that of the same cross-validation begun before.
  /// - Throws: ``TrainingError`` where the recipe cannot be measured so, or another cross-validation stands at `path`.
  public init(
    of recipe: Recipe, folds: Int, seeds: Int, folding: Folding = .children, at path: String
  ) throws(TrainingError) {
    precondition(folds >= 2 && seeds >= 1, "\(folds) folds and \(seeds) seeds measure nothing")
    guard recipe.data != nil else { throw .recipe(key: "data", reason: "is missing; say where the films are: data=DIR") }
    guard recipe.split.file == nil, recipe.split.unit == .patient else {
      throw .recipe(key: "split", reason: "is dealt by the cross-validation, by patient; leave split.file and split.unit out")
    }
    var recipe = recipe.withAbsolutePaths
    // Folds choose their own thresholds, and films they leave out are not to help.
    recipe.thresholdScores = nil
    self.recipe = recipe
    self.folds = folds
    self.seeds = seeds
    settings = folding.settings
    protocols = folding.protocols
    folder = CrossValidationFolder(
      path: path.hasPrefix("/") ? path : joinPath(FileManager.default.currentDirectoryPath, path), folded: protocols[0])
    if let plan = try folder.readPlan() {
      guard plan.folds == folds, (try? Recipe(yaml: plan.recipe, path: folder.plan)) == self.recipe.withoutData else {
        throw .run(
          path: folder.plan,
          reason: "is the plan of another recipe or number of folds (\(plan.folds)); give a new folder, or what it began with")
      }
      try checkSettings()
    } else if FileStatus(path: path) != nil, let names = try? fileNames(inFolder: path), !names.allSatisfy(CrossValidationFolder.isOwn) {
      throw .run(path: path, reason: "is not empty and no cross-validation; give a new folder")
    }
  }

  /// All trainings, in the order they are done.
  public var runs: [ValidationRun] {
    protocols.flatMap { validation in
      (0..<UInt64(seeds)).flatMap { number in
        let folds: [Int?] = validation == .byFilm ? [nil] : Array(1...self.folds)
        return folds.map { ValidationRun(protocol: validation, seed: recipe.seed &+ number, fold: $0) }
      }
    }
  }

  /// Does what is left of the trainings, scores the films each left out, and sums up.
  ///
  /// - Parameters:
  ///   - onlyFold: does this fold alone, from 1, of every seed; the others are summed up as far as they are done.
  ///   - onEvent: called in order, from several threads.
  /// - Throws: ``TrainingError``, ``DataError``, ``ArtifactError``, `NeuralNetError`; what is done stays and the same call goes on.
  public func run(
    onlyFold: Int? = nil, onEvent: @escaping @Sendable (CrossValidationEvent) -> Void = { _ in }
  ) async throws -> CrossValidationOutcome {
    let chosen = runs.filter { onlyFold == nil || $0.fold == onlyFold }
    guard var current = chosen.first else { preconditionFailure("there is no fold \(onlyFold ?? 0) of \(folds)") }
    do {
      try await deal(onEvent)
      for (index, run) in chosen.enumerated() {
        current = run
        try Task.checkCancellation()
        if isTrained(run) {
          onEvent(.passedOver(run, number: index + 1, of: chosen.count))
        } else {
          onEvent(.began(run, number: index + 1, of: chosen.count))
          guard case .finished = try await training(run).run(onEvent: { onEvent(.training($0)) }) else { return .interrupted(run) }
        }
        let scores = try await scores(of: run)
        onEvent(.scored(run, auroc: scores.auroc))
        if testsCorruptions, run.protocol == folder.folded { _ = try await corruptedScores(of: run, onEvent: onEvent) }
      }
      return .finished(try await result())
    } catch is CancellationError {
      return .interrupted(current)
    } catch let error as FileError {
      throw TrainingError(error)
    }
  }
}

// MARK: - The steps

extension CrossValidation {
  /// Deals the films into folds, once; a plan that stands there is kept.
  private func deal(_ onEvent: @escaping @Sendable (CrossValidationEvent) -> Void) async throws {
    if let plan = try folder.readPlan() {
      if !plan.skipped.isEmpty { onEvent(.skipped(plan.skipped.map { ImagingError(path: $0.path, reason: $0.reason) })) }
      return
    }
    let studies = try Dataset(at: recipe.data ?? "").studies(in: Set(recipe.folders))
    let store = PictureStore(preprocessing: recipe.input.plain)
    let skipped = try await store.load(studies) { done, count in onEvent(.dealing(done: done, of: count)) }
    if !skipped.isEmpty { onEvent(.skipped(skipped)) }
    let unreadable = Set(skipped.map(\.path))
    let readable = studies.filter { !unreadable.contains($0.path) }
    let miniatures = try readable.map { Miniature(of: try store.picture(of: $0)) }
    try recipe.refuseInitialModel(thatKnows: zip(readable, miniatures).map { (study: $0, miniature: $1) })
    let copies = CopySearch.pairs(of: miniatures).map { (readable[$0.first].id, readable[$0.second].id) }
    let (trainShare, validationShare) = (recipe.split.fractions[0], recipe.split.fractions[1])
    let share = validationShare / (trainShare + validationShare)
    let hashes = try FileHashes(of: readable)
    let splits =
      if let settings {
        try Split.folds(
          of: readable, bySetting: settings, count: folds, validationShare: share, seed: recipe.split.seed, hashes: hashes, copies: copies)
      } else {
        try Split.folds(
          of: readable, count: folds, validationShare: share, seed: recipe.split.seed, inStretches: folder.folded == .byStretch,
          hashes: hashes, copies: copies)
      }
    try DurableFile.makeFolder(at: folder.folder(of: protocols[0]))
    if let settings { try DurableFile.write(Data(settings.csv.utf8), to: folder.settings) }
    for (index, split) in splits.enumerated() { try split.write(to: folder.split(ofFold: index + 1)) }
    try folder.write(
      CrossValidationFolder.Plan(
        recipe: try recipe.planText, folds: folds, skipped: skipped.map { .init(path: $0.path, reason: $0.reason) }))
  }

  /// Refuses settings that are others than those the folds in the folder were dealt by.
  private func checkSettings() throws(TrainingError) {
    guard let settings, FileManager.default.contents(atPath: folder.settings) != Data(settings.csv.utf8) else { return }
    throw .run(path: folder.settings, reason: "names other settings than those given; give a new folder, or the settings it began with")
  }

  /// Whether the model of a training stands in its folder; it is written last, whole.
  private func isTrained(_ run: ValidationRun) -> Bool {
    FileStatus(path: joinPath(RunDirectory(at: folder.run(run)).artifact, ModelArtifact.manifestName)) != nil
  }

  /// A training as `pulmo train` does it, begun or to be gone on with.
  private func training(_ run: ValidationRun) throws(TrainingError) -> TrainingRun {
    let path = folder.run(run)
    let isBegun = FileStatus(path: RunDirectory(at: path).recipe) != nil
    return isBegun ? try TrainingRun(resuming: path, expecting: recipe(of: run)) : try TrainingRun(recipe(of: run), at: path)
  }

  private func recipe(of run: ValidationRun) -> Recipe {
    var recipe = recipe
    recipe.seed = run.seed
    switch run.protocol {
    case .grouped, .byStretch, .bySetting: recipe.split.file = run.fold.map(folder.split(ofFold:))
    case .byFilm:
      recipe.split = SplitRecipe(
        fractions: ValidationProtocol.filmFractions, seed: recipe.split.seed &+ (run.seed &- self.recipe.seed), unit: .film)
    }
    return recipe
  }

  /// The scores of the films that a training left out, made now where they are not on the disk.
  private func scores(of run: ValidationRun) async throws -> [ScoredStudy] {
    let path = folder.scores(run)
    if FileStatus(path: path) != nil { return try ScoreFile.read(at: path) }
    let directory = RunDirectory(at: folder.run(run))
    let artifact = try ModelArtifact(at: directory.artifact)
    let dataset = try Dataset(at: recipe.data ?? "")
    let studies = try Split(csv: directory.split, dataset: dataset, unit: run.protocol == .byFilm ? .film : .patient).test
    var scores: [ScoredStudy] = []
    let screening = Screening(artifact, threads: recipe.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    try await screening.read(studies.map(\.path)) { reading in
      let study = studies[scores.count]
      let prediction = try reading.result.get()
      scores.append(ScoredStudy(study, prediction.probabilities))
    }
    try DurableFile.write(Data(ScoreFile.text(scores).utf8), to: path)
    return scores
  }

  /// Sums up what is done.
  private func result() async throws -> CrossValidationResult {
    var scores: [ValidationRun: [ScoredStudy]] = [:]
    var thresholds: [ValidationRun: Double] = [:]
    for run in runs where FileStatus(path: folder.scores(run)) != nil {
      scores[run] = try ScoreFile.read(at: folder.scores(run))
      if run.protocol == .byFilm || run.protocol == .bySetting {
        thresholds[run] = try ModelArtifact(at: RunDirectory(at: folder.run(run)).artifact).manifest.threshold.value
      }
    }
    for seed in Set(runs.map(\.seed)).sorted() { try writeScores(ofSeed: seed, scores) }
    var result = try CrossValidationResult(
      name: recipe.name, wantedSensitivity: recipe.wantedSensitivity, promise: recipe.triage ?? TriagePromise(),
      warnings: recipe.initialWeightsWarning.map { [$0] } ?? [], runs: runs, scores: scores, ownThresholds: thresholds, settings: settings)
    if testsCorruptions { result.corruptions = try robustness(like: result) }
    return result
  }

  /// Writes the out-of-fold scores of a seed as one file, once all its folds are done: columns of a score file, and `fold` and `seed`.
  private func writeScores(ofSeed seed: UInt64, _ scores: [ValidationRun: [ScoredStudy]]) throws {
    let folds = runs.filter { $0.protocol == folder.folded && $0.seed == seed }
    let done = folds.compactMap { run in scores[run].map { (run, $0) } }
    guard done.count == folds.count else { return }
    let rows = done.flatMap { run, scores in
      scores.map { score in
        CSVTable.line(ScoreFile.cells(score) + ["\(run.fold ?? 0)", "\(seed)"])
      }
    }
    let isThreeClass = done.allSatisfy { $0.1.allSatisfy { $0.classes != nil } }
    let header = CSVTable.line(ScoreFile.columns(isThreeClass: isThreeClass) + ["fold", "seed"])
    try DurableFile.write(Data((header + rows.joined()).utf8), to: folder.scores(ofSeed: seed))
  }
}

extension Recipe {
  /// What a plan remembers of the recipe: all but where the data are.
  fileprivate var planText: String {
    get throws(TrainingError) {
      do throws(RecipeError) { return try withoutData.yaml } catch { throw .recipe(key: error.key ?? "recipe", reason: error.reason) }
    }
  }
}
