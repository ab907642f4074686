internal import CKernels

/// A graph compiled for training at one batch size: forward, loss, backward, update.
///
/// The same parameters, batches, seeds and thread count give the same bits on the same type of processor. A program is not
/// thread-safe and runs fastest from one thread: see ``ComputeThread``.
public final class TrainingProgram {
  private let compiled: CompiledGraph
  private let loss: Loss
  private let optimizer: any Optimizer
  private let options: TrainingOptions
  /// The parameters that are learned, and how they lie in the flat buffers.
  private let learnedEntries: [ParameterStore.Entry]
  private var learned: [LearnedRun]
  /// Runs that carry an L2 penalty, with its coefficient.
  private let penalties: [(range: Range<Int>, l2: Float)]
  private let optimizerState: [UnsafeMutableBufferPointer<Float>]
  private let average: UnsafeMutableBufferPointer<Float>?
  /// What these lie in.
  private let memory: [ZeroedMemory]
  private var stepCount = 0
  /// The step count of the state this program began from, and by parameter the updates it had missed by then.
  private var startCount = 0
  private var missedAtStart: [String: Int] = [:]

  /// `[N, C, H, W]` or `[N, C]`
  public var inputShape: Shape { compiled.inputShape }
  /// `[N, outputs]`
  public var outputShape: Shape { compiled.outputShape }
  /// `[N, outputs + the loss's unions]`
  public let targetShape: Shape
  /// Bytes of the memory that a step works in, parameters and optimizer state aside.
  public var arenaByteCount: Int { compiled.arenaByteCount }

  /// Compiles `graph` for training from `parameters`.
  /// - Throws: ``NeuralNetError`` when a parameter is missing or has another shape, or oneDNN refuses an operation.
  public init(
    _ graph: Graph, _ parameters: Parameters, loss: Loss, optimizer: any Optimizer, training: TrainingOptions = TrainingOptions(),
    _ options: CompileOptions
  ) throws(NeuralNetError) {
    let isLearned = graph.parameters.map { $0.isTrainable && !training.freezes($0.name) }
    let keepsStatistics: (String) -> Bool = { training.freezesStatistics || training.freezes($0) }
    let rewritten = graph.freezingNormalization(where: keepsStatistics).poolingBeforeReLU(keeping: options.taps)
    let compiled = try CompiledGraph(rewritten, FoldedParameters(parameters), mode: .training, options: options, isLearned: isLearned)
    self.compiled = compiled
    self.loss = loss
    loss.preconditionFits(outputs: compiled.outputShape)
    targetShape = loss.unions.isEmpty ? compiled.outputShape : [options.batchSize, compiled.outputShape[1] + loss.unions.count]
    self.optimizer = optimizer
    self.options = training
    let entries = zip(compiled.store.entries, isLearned).filter(\.1).map(\.0)
    learnedEntries = entries
    learned = [LearnedRun](entries, rateFactor: training.rateFactor, missedUpdates: { _ in 0 })
    penalties = entries.filter { $0.specification.l2 > 0 }.map { ($0.range, $0.specification.l2) }
    let count = compiled.store.trainableCount
    let optimizerMemory = (0..<optimizer.stateCount).map { _ in ZeroedMemory(scalarCount: count) }
    let averageMemory = training.averageDecay.map { _ in ZeroedMemory(scalarCount: compiled.store.count) }
    memory = optimizerMemory + (averageMemory.map { [$0] } ?? [])
    optimizerState = optimizerMemory.map(\.scalars)
    average = averageMemory?.scalars
    _ = average?.update(fromContentsOf: compiled.store.values)
  }

  /// One step: the loss before the update. Nothing is allocated. `targets` are `[N, outputs + the loss's unions]` class probabilities (one-hot, or 0/1
  /// for a single sigmoid output). `seed` keys dropout's masks: the same seed gives the same step.
  ///
  /// A step whose loss or gradient norm is not finite leaves the trained parameters as they were, but not batch normalisation's running
  /// statistics, which moved with the forward pass: go back to a saved state. Look at both: a ReLU turns a NaN into 0 on its way to the
  /// loss, and only the gradients show it.
  public func step(
    _ input: borrowing Tensor, targets: borrowing Tensor, learningRate: Float, seed: UInt64
  ) throws(NeuralNetError) -> StepResult {
    guard targets.shape == targetShape else { throw .tensorShape(what: "targets", expected: targetShape, actual: targets.shape) }
    try compiled.writeInput(input)
    compiled.recorder?.end("input")
    try compiled.runForward(seed: seed)
    let value = targets.scalars.withUnsafeBufferPointer { targets in
      loss.compute(
        logits: UnsafeBufferPointer(compiled.output), targets: targets, outputs: outputShape[1], gradient: compiled.outputGradient)
    }
    compiled.recorder?.end("loss")
    guard value.isFinite else { return StepResult(loss: Float(value), penalty: 0, gradientNorm: .nan) }
    try compiled.runBackward(seed: seed)
    let penalty = addPenalties()
    let norm = clipGradients()
    compiled.recorder?.end("gradient norm")
    guard norm.isFinite else { return StepResult(loss: Float(value), penalty: penalty, gradientNorm: norm) }
    update(learningRate: learningRate)
    compiled.recorder?.end("update")
    return StepResult(loss: Float(value), penalty: penalty, gradientNorm: norm)
  }

  /// Takes one step and then `runs` more, and says where the time of those went. They are steps like any other: the parameters move,
  /// unless the learning rate is 0.
  public func profile(
    _ input: borrowing Tensor, targets: borrowing Tensor, learningRate: Float, runs: Int
  ) throws(NeuralNetError) -> ProgramProfile {
    try compiled.profile(runs) { () throws(NeuralNetError) in
      _ = try step(input, targets: targets, learningRate: learningRate, seed: 1)
    }
  }

  /// Adds `2 · l2 · w` to the gradients and returns `Σ l2 · w²`.
  private func addPenalties() -> Float {
    var total = 0.0
    for (range, l2) in penalties {
      let weights = UnsafeMutableBufferPointer(rebasing: compiled.store.values[range])
      let gradients = UnsafeMutableBufferPointer(rebasing: compiled.gradientBuffer[range])
      total += Double(l2) * pulmo_sum_of_squares(weights.baseAddress, weights.count)
      pulmo_axpy(gradients.baseAddress, weights.baseAddress, weights.count, 2 * l2)
    }
    return Float(total)
  }

  /// Returns the global norm of the gradients; scales them down where it exceeds the limit.
  private func clipGradients() -> Float {
    func gradients(_ run: Range<Int>) -> UnsafeMutablePointer<Float>? { compiled.gradientBuffer.baseAddress.map { $0 + run.lowerBound } }
    let norm = learned.reduce(0.0) { $0 + pulmo_sum_of_squares(gradients($1.range), $1.range.count) }.squareRoot()
    if let limit = options.maximumGradientNorm, norm > Double(limit) {
      for run in learned { pulmo_scale(gradients(run.range), run.range.count, Float(Double(limit) / norm)) }
    }
    return Float(norm)
  }

  private func update(learningRate: Float) {
    stepCount += 1
    for run in learned {
      let update = Update(
        program: self, first: run.range.lowerBound, step: stepCount - run.missedUpdates, learningRate: learningRate * run.rateFactor)
      parallel(run.range.count, update) { update, begin, end in
        guard let update = update?.assumingMemoryBound(to: Update.self).pointee else { return }
        let program = update.program
        program.optimizer.update(
          update.first + begin..<update.first + end, of: program.compiled.trainableValues,
          gradients: UnsafeBufferPointer(program.compiled.gradientBuffer), state: program.optimizerState, step: update.step,
          learningRate: update.learningRate)
      }
    }
    guard let average = average?.baseAddress, let values = compiled.store.values.baseAddress, let decay = options.averageDecay
    else { return }
    parallel(compiled.store.count, Averaging(average: average, values: values, decay: decay)) { averaging, begin, end in
      guard let averaging = averaging?.assumingMemoryBound(to: Averaging.self).pointee else { return }
      pulmo_lerp(averaging.average + begin, averaging.values + begin, end - begin, averaging.decay)
    }
  }

  /// What threads know of an update of a run of parameters that begins at `first`.
  private struct Update {
    unowned let program: TrainingProgram
    let first: Int
    let step: Int
    let learningRate: Float
  }

  /// What they know of the running average.
  private struct Averaging {
    let average: UnsafeMutablePointer<Float>
    let values: UnsafeMutablePointer<Float>
    let decay: Float
  }

  /// The last step's logits, `[N, outputs]`, of the parameters before its update.
  public var logits: Tensor { Tensor(shape: outputShape, scalars: Array(compiled.output)) }

  /// The parameters as they stand.
  public func parameters() throws(NeuralNetError) -> Parameters { try compiled.currentParameters() }

  /// The running average of the parameters, where `TrainingOptions.averageDecay` asks for one; else the parameters.
  public func averagedParameters() throws(NeuralNetError) -> Parameters {
    try compiled.store.read(from: average ?? compiled.store.values)
  }

  /// The last step's gradients, in plain layouts: penalties included, clipped where they were.
  public func gradients() throws(NeuralNetError) -> Parameters { try compiled.gradients() }

  /// Everything a later `restore` needs to go on with the same bits, in plain layouts.
  public func state() throws(NeuralNetError) -> TrainingState {
    TrainingState(
      parameters: try parameters(),
      optimizer: try optimizerState.map { buffer throws(NeuralNetError) in try compiled.store.read(trainableOnly: true, from: buffer) },
      average: try average.map { buffer throws(NeuralNetError) in try compiled.store.read(from: buffer) }, step: stepCount,
      missedUpdates: missedUpdates)
  }

  /// Of each parameter that missed any: updates done while it was frozen, here or in the programs before.
  private var missedUpdates: [String: Int] {
    let learned = Set(learnedEntries.map(\.specification.name))
    let frozen = compiled.store.entries.map(\.specification).filter { $0.isTrainable && !learned.contains($0.name) }
    return missedAtStart.merging(frozen.map { ($0.name, missedAtStart[$0.name, default: 0] + stepCount - startCount) }) { $1 }
      .filter { $0.value > 0 }
  }

  /// Goes back to `saved`, which may be of a program of the same graph that froze other layers: a layer that learns from here on begins
  /// with an optimizer state of zero and counts its steps from 1.
  /// - Throws: ``NeuralNetError`` when it is of another graph or optimizer; the program may then hold a part of it.
  public func restore(_ saved: TrainingState) throws(NeuralNetError) {
    guard saved.optimizer.count == optimizerState.count else {
      throw .tensorShape(what: "optimizer state", expected: [optimizerState.count], actual: [saved.optimizer.count])
    }
    try compiled.store.write(FoldedParameters(saved.parameters), to: compiled.store.values)
    for (buffer, values) in zip(optimizerState, saved.optimizer) {
      try compiled.store.write(FoldedParameters(values), trainableOnly: true, to: buffer)
    }
    if let average { try compiled.store.write(FoldedParameters(saved.average ?? saved.parameters), to: average) }
    precondition(
      saved.missedUpdates.values.allSatisfy { (0...saved.step).contains($0) }, "more updates were missed than the \(saved.step) done")
    stepCount = saved.step
    startCount = saved.step
    missedAtStart = saved.missedUpdates
    learned = [LearnedRun](learnedEntries, rateFactor: options.rateFactor) { saved.missedUpdates[$0, default: 0] }
  }

  /// The implementation of every step, oneDNN's or ours, in the order they run.
  public var implementations: [(node: String, implementation: String)] { compiled.implementations }
}

/// What one step of training gave.
public struct StepResult: Sendable {
  /// Mean loss over the batch, without the L2 penalty.
  public let loss: Float
  /// The L2 penalty of the parameters before the update.
  public let penalty: Float
  /// Global norm of all gradients before clipping.
  public let gradientNorm: Float
}
