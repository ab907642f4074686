import FoundationEssentials
import Imaging
import NeuralNet

/// One training from recipe to model, in a directory of its own.
///
/// ```swift
/// let recipe = try Recipe(at: "Recipes/deep-cnn.yaml", overrides: ["data=chest_xray"])
/// let run = try TrainingRun(recipe)
/// let outcome = try await run.run { event in print(event) }
/// ```
///
/// Cancelling the task that runs it saves a checkpoint; ``init(resuming:expecting:)`` goes on from there, or from where a crash left it.
public struct TrainingRun: Sendable {
  public let recipe: Recipe
  /// The run's folder.
  public var path: String { directory.path }

  let directory: RunDirectory
  let isResuming: Bool

  /// A new run.
  ///
  /// - Parameters:
  ///   - recipe: what is trained, on which data.
  ///   - path: its folder, new or empty; `runs/<name>-<UTC time>` by default.
  /// - Throws: ``TrainingError`` where the recipe names no data or the folder cannot be made.
  public init(_ recipe: Recipe, at path: String? = nil) throws(TrainingError) {
    guard recipe.data != nil else { throw .recipe(key: "data", reason: "is missing; say where the films are: data=DIR") }
    self.recipe = recipe.withAbsolutePaths
    directory = try RunDirectory.create(for: self.recipe, at: path)
    isResuming = false
  }

  /// Goes on with the run at `path`, from its last checkpoint, with the recipe it began with.
  ///
  /// - Parameters:
  ///   - path: its folder.
  ///   - recipe: a recipe the caller takes it to have; nil takes what is there. Only `data` may differ, for films may have been
  ///     moved; that they are the same is checked.
  /// - Throws: ``TrainingError`` where there is no run, or its recipe is another.
  public init(resuming path: String, expecting recipe: Recipe? = nil) throws(TrainingError) {
    directory = RunDirectory(at: path)
    guard FileStatus(path: directory.recipe) != nil else {
      throw .run(path: path, reason: "is no run: it holds no recipe.yaml; give the folder of a run, such as runs/deep-cnn-20260101T120000")
    }
    var own: Recipe
    do throws(RecipeError) { own = try Recipe(at: directory.recipe) } catch { throw .run(path: directory.recipe, reason: "\(error)") }
    if let recipe = recipe?.withAbsolutePaths {
      own.data = recipe.data ?? own.data
      guard own.withoutData == recipe.withoutData else {
        throw .run(
          path: directory.recipe,
          reason: "differs from the recipe given, and a resumed run keeps its own; leave the recipe out, or begin a new run")
      }
    }
    self.recipe = own
    isResuming = true
    directory.removeTemporaryFiles()
  }

  /// Trains, chooses the threshold on the validation part or the recipe's score file, measures on the test part, and writes the model to `artifact/`.
  ///
  /// - Parameter onEvent: called in order, from several threads.
  /// - Throws: ``TrainingError``, ``DataError``, ``ArtifactError``, `NeuralNetError`; the last checkpoint stays and can be resumed.
  public func run(onEvent: @escaping @Sendable (TrainingEvent) -> Void = { _ in }) async throws -> TrainingOutcome {
    do {
      let films = try await films(onEvent)
      let graph = try graph()
      let resumed = try lastCheckpoint(onEvent)
      try refuseMisfit(resumed?.0, graph)
      let environment = try environment(resumed?.0, onEvent)
      let model = try resumed == nil ? initialModel(onEvent) : nil
      let initial = try resumed?.0.state.parameters ?? initialParameters(of: graph, from: model, onEvent)
      let origin = RunOrigin(
        recipe: recipe, environment: environment,
        initialModel: model.map { InitialModel($0.manifest, dataHashes: films.split.digests) } ?? resumed?.0.origin?.initialModel)
      if origin.initialModel?.sharesSplit == false { onEvent(.warning(Self.unknownSplit)) }
      let log = try RunLog(directory, recipe, resumingAt: isResuming ? resumed?.0.progress ?? TrainingProgress() : nil)
      onEvent(
        .started(
          TrainingStart(
            directory: path, parameterCount: graph.parameterCount, trainCount: films.split.train.count,
            validationCount: films.split.val.count, testCount: films.split.test.count, epochs: recipe.epochs,
            stepsPerEpoch: try films.stepsPerEpoch(recipe), resumedAtStep: isResuming ? resumed?.0.progress.step ?? 0 : nil)))
      let trainer = Trainer(
        origin, graph, on: films, checkpoints: directory.checkpoints, onEvent: onEvent)
      do {
        switch try await trainer.fit(initial, resuming: resumed, log: log) {
        case .interrupted(let checkpoint, let progress):
          try log.close(progress, .interrupted)
          return .interrupted(checkpoint: checkpoint)
        case .finished(let best, let progress):
          let result = try await result(best, progress, films, origin, trainer, onEvent)
          try log.close(progress, .finished)
          return .finished(result)
        }
      } catch {
        // The error counts; that the page goes on waiting would be the lesser harm.
        try? log.close(directory.checkpoints.latest().0?.0.progress ?? TrainingProgress(), .failed)
        throw error
      }
    } catch let error as FileError {
      throw TrainingError(error)
    } catch is CancellationError {
      // Before the first step: there is nothing to save, and resuming begins anew.
      return .interrupted(checkpoint: nil)
    }
  }
}

// MARK: - The way to the loop

/// The films of a run.
struct RunFilms: Sendable {
  let split: Split
  /// Of the films of `train`, where the recipe's sampling asks for them.
  let settings: AcquisitionSettings?
  /// What the operating threshold is chosen on, where that is not the part `val`.
  let thresholdScores: [ScoredStudy]?
  let store: PictureStore
  let skipped: [ImagingError]

  /// - Throws: ``DataError`` where the films do not fill one batch.
  func stepsPerEpoch(_ recipe: Recipe) throws(DataError) -> Int {
    try Batches(
      split.train, from: store, augmentation: recipe.augmentation, mixing: recipe.mixing, sampling: recipe.sampling,
      settings: settings, batchSize: recipe.batchSize, seed: recipe.seed, epoch: 0
    ).count
  }
}

extension TrainingRun {
  /// Reads, decodes and splits the films; a resumed run takes its own split and refuses films that have changed.
  private func films(_ onEvent: @escaping @Sendable (TrainingEvent) -> Void) async throws -> RunFilms {
    let dataset = try Dataset(at: recipe.data ?? "")
    let all = dataset.studies(in: Set(recipe.folders))
    let store = PictureStore(preprocessing: recipe.input)
    let skipped = try await store.load(all) { done, count in onEvent(.decoding(done: done, of: count)) }
    if !skipped.isEmpty { onEvent(.skipped(skipped)) }
    let unreadable = Set(skipped.map(\.path))
    let readable = all.filter { !unreadable.contains($0.path) }
    let split: Split
    if isResuming, FileStatus(path: directory.split) != nil {
      split = try Split(csv: directory.split, dataset: dataset, unit: recipe.split.unit)
    } else {
      split =
        if let file = recipe.split.file { try Split(csv: file, dataset: dataset, unit: recipe.split.unit) } else {
          try Split.dealt(readable, by: recipe.split)
        }
      try directory.write(split.hashes)
      try split.write(to: directory.split)
    }
    if recipe.split.unit == .film {
      onEvent(.warning("the films are dealt one by one (split.unit: film): children stand on both sides, and all figures flatter"))
    }
    let unassigned = split.unassigned(of: readable).count
    if unassigned > 0 { onEvent(.warning("\(unassigned) of \(readable.count) films stand in no part of the split and are left out")) }
    for study in split.train + split.val + split.test {
      if unreadable.contains(study.path) {
        throw DataError.invalid(path: study.path, reason: "is in the split and cannot be read; restore the file, or make a new split")
      }
      if study.folder == .test || !recipe.folders.contains(study.folder ?? .train) {
        throw DataError.invalid(path: study.path, reason: "is in the split and not in the recipe's folders; take it out of the split")
      }
    }
    for part in [SplitName.train, .val] {
      let sick = split[part].count { $0.label.isPneumonia }
      guard sick > 0, sick < split[part].count else {
        throw DataError.impossibleSplit(
          reason: "a training needs normal and pneumonia films to learn from (train) and to choose on (val): \(part) has "
            + "\(split[part].count - sick) normal and \(sick) of pneumonia; give films of both, larger shares, or another split")
      }
    }
    let settings =
      recipe.sampling == .balancedWithinSettings
      ? try await AcquisitionSettings.find(in: split.train, count: min(AcquisitionSettings.standardCount, split.train.count)).settings : nil
    return RunFilms(split: split, settings: settings, thresholdScores: try thresholdScores(of: split), store: store, skipped: skipped)
  }

  /// Records where the run begins; a resumed one keeps its number of threads and is told what differs.
  /// - Parameter checkpoint: the one to go on from. What it says counts; the file is for people.
  private func environment(_ checkpoint: Checkpoint?, _ onEvent: (TrainingEvent) -> Void) throws(TrainingError) -> RunEnvironment {
    let file = directory.recordedEnvironment
    if checkpoint != nil, file == nil { onEvent(.warning("\(directory.environment) is missing or damaged, and is written anew")) }
    guard isResuming, let recorded = checkpoint?.origin?.environment ?? file else {
      let environment = RunEnvironment(threads: recipe.threads)
      try directory.write(environment)
      return environment
    }
    if file != recorded { try directory.write(recorded) }
    let environment = RunEnvironment(threads: recorded.threads)
    for difference in environment.differences(from: recorded) {
      onEvent(.warning("\(difference): the result's last bits may differ from those of an uninterrupted run"))
    }
    return recorded
  }

  private func graph() throws(TrainingError) -> Graph {
    let graph: Graph
    do throws(ShapeError) {
      graph = try recipe.architecture.graph(input: recipe.input.inputShape)
    } catch {
      throw .recipe(key: "input", reason: "\(recipe.architecture.name) does not take it (\(error)); give larger pictures")
    }
    guard LabelScheme(outputs: graph.outputShape) != nil else {
      throw .recipe(
        key: "architecture",
        reason: "ends in \(graph.outputShape) outputs; leave outputs out for pneumonia against normal, "
          + "or give 3 for normal, bacterial, viral")
    }
    try recipe.refuseUnknownLayers(in: graph)
    return graph
  }

  /// The recipe's `init` where it is a model; nil where it is a file of weights, of which no more is known.
  private func initialModel(_ onEvent: (TrainingEvent) -> Void) throws(ArtifactError) -> ModelArtifact? {
    guard let path = recipe.initialModel, !path.hasSuffix(Recipe.weightsSuffix) else { return nil }
    let model = try ModelArtifact(at: path)
    // Of how many views a film is seen matters to nothing that is learned.
    if model.manifest.preprocessing.with(views: 1) != recipe.input.with(views: 1) {
      onEvent(.warning("\(path) was trained on another input (\(model.manifest.preprocessing)) than this recipe's (\(recipe.input))"))
    }
    return model
  }

  private static let unknownSplit =
    "init is not known to have learned from this run's split: films of the parts val and test may be among those it learned from, and "
    + "figures on them may flatter"

  private func lastCheckpoint(_ onEvent: (TrainingEvent) -> Void) throws(TrainingError) -> (Checkpoint, path: String)? {
    guard isResuming else { return nil }
    let (latest, damaged) = directory.checkpoints.latest()
    for error in damaged { onEvent(.warning("\(error); going on from an earlier checkpoint")) }
    if latest == nil, !damaged.isEmpty {
      throw .run(path: directory.checkpoints.path, reason: "holds no checkpoint that can be read; begin a new run")
    }
    return latest
  }

  private func refuseMisfit(_ checkpoint: Checkpoint?, _ graph: Graph) throws(TrainingError) {
    guard let checkpoint else { return }
    if let origin = checkpoint.origin, origin.recipe.withoutData != recipe.withoutData {
      throw .run(
        path: directory.recipe, reason: "is not the recipe its checkpoints were made with; restore the file, or begin a new run")
    }
    guard let misfit = checkpoint.state.parameters.misfit(with: graph) else { return }
    throw .run(path: directory.checkpoints.path, reason: "\(misfit): it is of another network than recipe.yaml; begin a new run")
  }
}

extension Recipe {
  /// Paths that mean the same from any working directory, for a run may be resumed from another.
  var withAbsolutePaths: Recipe {
    func absolute(_ path: String?) -> String? {
      path.map { $0.hasPrefix("/") ? $0 : joinPath(FileManager.default.currentDirectoryPath, $0) }
    }
    var recipe = self
    recipe.data = absolute(data)
    recipe.initialModel = absolute(initialModel)
    recipe.split.file = absolute(split.file)
    recipe.thresholdScores = absolute(thresholdScores)
    return recipe
  }

  var withoutData: Recipe {
    var recipe = self
    recipe.data = nil
    return recipe
  }
}
