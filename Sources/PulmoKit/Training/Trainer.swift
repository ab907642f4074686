import FoundationEssentials
import NeuralNet

/// Fits a network to the training part of a split: one loop, top to bottom, on one thread of its own.
///
/// Every random draw is keyed by the seed and the step, epoch or film it is for, and a checkpoint holds all that the loop has become, so a
/// training that is stopped anywhere and goes on ends with the same bits as one that never stopped.
actor Trainer {
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let thread = ComputeThread()
  private let origin: RunOrigin
  private let graph: Graph
  let scheme: LabelScheme
  private let split: Split
  private let settings: AcquisitionSettings?
  private let store: PictureStore
  private let checkpoints: CheckpointFolder
  private let onEvent: @Sendable (TrainingEvent) -> Void

  init(
    _ origin: RunOrigin, _ graph: Graph, on films: RunFilms, checkpoints: CheckpointFolder,
    onEvent: @escaping @Sendable (TrainingEvent) -> Void
  ) {
    self.origin = origin
    self.graph = graph
    guard let scheme = LabelScheme(outputs: graph.outputShape) else { preconditionFailure("no classes end in \(graph.outputShape)") }
    self.scheme = scheme
    split = films.split
    settings = films.settings
    store = films.store
    self.checkpoints = checkpoints
    self.onEvent = onEvent
  }

  enum Outcome {
    /// The weights of the epoch that is kept.
    case finished(Parameters, TrainingProgress)
    case interrupted(checkpoint: String, TrainingProgress)
  }

  /// Trains from `parameters`, or goes on from `checkpoint`, until the recipe's epochs are done or nothing gets better.
  ///
  /// - Throws: ``TrainingError/diverged(epoch:step:what:learningRate:checkpoint:)`` where the loss stops being a number, ``FileError``
  ///   where the run cannot be written, `ImagingError` for a film that has become unreadable, `NeuralNetError`. The last checkpoint stays.
  func fit(_ parameters: Parameters, resuming checkpoint: (Checkpoint, path: String)?, log: RunLog) async throws -> Outcome {
    // One view: what epochs are compared by need not cost what a reading does.
    let predictor = try await Predictor(
      graph: graph, parameters: parameters, preprocessing: recipe.input.with(views: 1), batchSize: recipe.batchSize, threads: threads,
      on: thread)
    var progress = checkpoint?.0.progress ?? TrainingProgress()
    var learnedLayers = recipe.learnedLayers(in: progress.epoch)
    var program = try program(parameters, in: progress.epoch, from: checkpoint?.0.state)
    if !recipe.unfreezing.isEmpty { onEvent(.learning(layers: learnedLayers)) }
    var best = checkpoint?.0.best
    var saved = (path: checkpoint?.path, step: progress.step, time: ContinuousClock.now)
    func save() throws -> String {
      let path = try checkpoints.save(Checkpoint(progress: progress, state: try program.state(), best: best, origin: origin))
      saved = (path, progress.step, .now)
      onEvent(.checkpoint(path: path))
      return path
    }

    while !progress.isOver(recipe) {
      if recipe.learnedLayers(in: progress.epoch) != learnedLayers {
        learnedLayers = recipe.learnedLayers(in: progress.epoch)
        let state = try program.state()
        program = try self.program(state.parameters, in: progress.epoch, from: state)
        onEvent(.learning(layers: learnedLayers))
      }
      let batches = try Batches(
        split.train, from: store, augmentation: recipe.augmentation, mixing: recipe.mixing, sampling: recipe.sampling,
        settings: settings, batchSize: recipe.batchSize, seed: recipe.seed, epoch: progress.epoch, firstBatch: progress.batch)
      var watch = Stopwatch()
      do {
        for try await batch in batches {
          let rate = recipe.schedule.rate(
            at: progress.step, of: recipe.epochs * batches.count, stepsPerEpoch: batches.count, peak: recipe.learningRate)
          let result = try program.step(batch.images, targets: targets(of: batch), learningRate: rate, seed: stepSeed(progress.step))
          try refuseWhatIsNoNumber(result, progress, rate, saved.path)
          progress.add(result, seconds: watch.lap())
          try log.append(loss: result.loss, gradientNorm: result.gradientNorm, learningRate: rate, step: progress.step)
          onEvent(.step(progress.report(of: batches.count, batchSize: recipe.batchSize, learningRate: rate)))
          guard progress.batch < batches.count else { break }
          if Task.isCancelled { return .interrupted(checkpoint: try save(), progress) }
          if isDue(since: saved, at: progress.step) { _ = try save() }
        }
      } catch is CancellationError {
        return .interrupted(checkpoint: try save(), progress)
      }
      let average = try program.averagedParameters()
      try await predictor.load(average)
      let scores = try await scores(of: split.val, by: predictor)
      try refuseWhatIsNoNumber(scores, progress, saved.path)
      let metrics = try progress.metrics(of: scores, stepsPerEpoch: batches.count, recipe, validationSeconds: watch.lap())
      let isBest = progress.finish(metrics, minimumDelta: recipe.earlyStopping?.minimumDelta ?? 0, keeping: recipe.keptEpoch)
      if isBest { best = average }
      try log.append(metrics, progress)
      onEvent(.epoch(metrics, isBest: isBest && (recipe.keptEpoch == .best || progress.isOver(recipe))))
      let path = try save()
      if Task.isCancelled && !progress.isOver(recipe) { return .interrupted(checkpoint: path, progress) }
    }
    guard let best, let epoch = progress.bestEpoch else { preconditionFailure("a training of no epoch: \(progress)") }
    if progress.epoch < recipe.epochs { onEvent(.stoppedEarly(bestEpoch: epoch)) }
    return .finished(best, progress)
  }

  /// Scores films with a network's weights, of all the views that the model will look at.
  func scores(of studies: [Study], with parameters: Parameters, _ calibration: Calibration? = nil) async throws -> [ScoredStudy] {
    let predictor = try await Predictor(
      graph: graph, parameters: parameters, preprocessing: recipe.input, calibration: calibration, batchSize: recipe.batchSize,
      threads: threads, on: thread)
    return try await scores(of: studies, by: predictor)
  }
}

// MARK: - The parts of the loop

extension Trainer {
  private var recipe: Recipe { origin.recipe }

  private var threads: Int { origin.environment.threads }

  private var loss: Loss {
    scheme.loss(classWeights: recipe.classWeights.values(for: split.train, scheme), labelSmoothing: recipe.labelSmoothing)
  }

  /// The network compiled for the layers that learn in `epoch`, going on from `state` where there is one: at the bits it was left with,
  /// whether the same layers learned before or fewer.
  private func program(_ parameters: Parameters, in epoch: Int, from state: TrainingState?) throws(NeuralNetError) -> TrainingProgram {
    let program = try TrainingProgram(
      graph, parameters, loss: loss, optimizer: recipe.optimizer.optimizer, training: recipe.trainingOptions(in: epoch),
      CompileOptions(batchSize: recipe.batchSize, threads: threads))
    if let state { try program.restore(state) }
    return program
  }

  /// `[N, targets]`, blended where a picture is mixed.
  private func targets(of batch: Batch) -> Tensor { batch.targets(width: scheme.targetCount, scheme.target) }

  /// The key of a step's dropout masks.
  private func stepSeed(_ step: Int) -> UInt64 {
    var generator = SplitMix64(keys: recipe.seed, 0x7374_6570, UInt64(step))
    return generator.next()
  }

  private func isDue(since saved: (path: String?, step: Int, time: ContinuousClock.Instant), at step: Int) -> Bool {
    let steps = recipe.checkpoints.everySteps.map { step - saved.step >= $0 } ?? false
    let seconds = recipe.checkpoints.everySeconds.map { .now - saved.time >= .seconds($0) } ?? false
    return steps || seconds
  }

  private func refuseWhatIsNoNumber(
    _ result: StepResult, _ progress: TrainingProgress, _ rate: Float, _ checkpoint: String?
  ) throws(TrainingError) {
    let wrong = [("the loss", result.loss), ("the L2 penalty", result.penalty), ("the gradients' norm", result.gradientNorm)]
      .first { !$0.1.isFinite }
    guard let wrong else { return }
    throw .diverged(
      epoch: progress.epoch + 1, step: progress.batch + 1, what: "\(wrong.0) became \(wrong.1)", learningRate: rate, checkpoint: checkpoint)
  }

  private func refuseWhatIsNoNumber(_ scores: [ScoredStudy], _ progress: TrainingProgress, _ checkpoint: String?) throws(TrainingError) {
    guard let wrong = scores.first(where: { !$0.probability.isFinite }) else { return }
    throw .diverged(
      epoch: progress.epoch + 1, step: progress.batch, what: "the probability of \(wrong.id) became \(wrong.probability)",
      learningRate: recipe.learningRate, checkpoint: checkpoint)
  }

  /// Scores films in order, a program batch at a time.
  private func scores(of studies: [Study], by predictor: Predictor) async throws -> [ScoredStudy] {
    var scores: [ScoredStudy] = []
    for first in stride(from: 0, to: studies.count, by: predictor.batchSize) {
      let studies = studies[first..<min(first + predictor.batchSize, studies.count)]
      let probabilities = try await predictor.probabilities(of: try studies.map { study in try store.picture(of: study) })
      scores += zip(studies, probabilities).map { ScoredStudy($0, $1) }
    }
    return scores
  }
}

/// Seconds from one lap to the next.
struct Stopwatch {
  private var last = ContinuousClock.now

  mutating func lap() -> Double {
    let now = ContinuousClock.now
    defer { last = now }
    return (now - last) / .seconds(1)
  }
}
