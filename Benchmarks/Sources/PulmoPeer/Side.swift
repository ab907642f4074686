import Glibc
import NeuralNet
import PulmoKit

/// The work of one process, on a thread of its own as the trainer and the predictor have it.
actor Side {
  /// What was done in a turn.
  struct Turn: Encodable {
    var runs: Int
    /// Of one run, the mean.
    var seconds: Double
    /// Pictures a run works on.
    var images: Int
  }

  private enum Work {
    case training(TrainingProgram)
    case inference(InferenceProgram)
    case epoch(TrainingProgram, [Study], PictureStore)
    case screening(Screening, [String])
  }

  private nonisolated let thread = ComputeThread()
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let setting: Setting
  private let pictures: Tensor
  private var output: Tensor
  private var stepsDone: UInt64 = 0

  init(_ setting: Setting) throws {
    self.setting = setting
    pictures = setting.pictures.isEmpty ? Tensor(shape: [0]) : try setting.readPictures()
    output = Tensor(shape: [setting.batch, 1])
  }

  /// Set by ``prepare()``: programs are compiled on the thread that runs them.
  private var prepared: Work?
  private var work: Work {
    guard let prepared else { preconditionFailure("work before prepare()") }
    return prepared
  }

  func prepare() async throws {
    let options = CompileOptions(batchSize: setting.batch, threads: Setting.threads)
    switch setting.mode {
    case .training: prepared = .training(try trainingProgram(options))
    case .inference, .first: prepared = .inference(try InferenceProgram(setting.graph(), parameters(), options))
    case .epoch:
      let studies = try Dataset(at: setting.films).studies.filter { $0.folder == nil || $0.folder == .train }
      let store = PictureStore(preprocessing: Preprocessing(channels: try setting.inputShape()[0]))
      for failure in try await store.load(studies, progress: { _, _ in }) { throw failure }
      prepared = .epoch(try trainingProgram(options), studies, store)
    case .screening:
      prepared = .screening(Screening(try ModelArtifact(at: setting.weights), threads: Setting.threads), FilmSearch([setting.films]).films)
    }
  }

  private func parameters() throws -> Parameters { Parameters(tensors: try Safetensors(contentsOf: setting.weights).tensors) }

  private func trainingProgram(_ options: CompileOptions) throws -> TrainingProgram {
    try TrainingProgram(setting.graph(), parameters(), loss: Loss(.sigmoidCrossEntropy), optimizer: Adam(), options)
  }

  /// What the sides are compared by: losses of three steps, or logits, or probabilities.
  func firstOutputs() async throws -> [Float] {
    switch work {
    case .training(let program): return try (0..<3).map { _ in try step(program, pictures, setting.targets) }
    case .inference(let program):
      try program.run(pictures, into: &output)
      return output.scalars
    case .epoch: return []
    case .screening(let screening, let films): return try await screen(screening, films)
    }
  }

  /// Multiplications and additions of a run: 0 where a run is more than a network's.
  func operations() throws -> Int {
    switch work {
    case .training(let program):
      try program.profile(pictures, targets: setting.targets, learningRate: 0, runs: 1).floatingPointOperations
    case .inference(let program): try program.profile(pictures, runs: 1).floatingPointOperations
    case .epoch, .screening: 0
    }
  }

  func turn(seconds: Double) async throws -> Turn {
    switch work {
    case .training(let program):
      let targets = setting.targets
      return try turn(seconds) { _ = try step(program, pictures, targets) }
    case .inference(let program):
      return try turn(seconds) { try program.run(pictures, into: &output) }
    case .epoch(let program, let studies, let store):
      return try await epochTurn(seconds, program, studies, store)
    case .screening(let screening, let films):
      let start = ContinuousClock.now
      _ = try await screen(screening, films)
      return Turn(runs: 1, seconds: (.now - start) / .seconds(1), images: films.count)
    }
  }

  private func turn(_ seconds: Double, _ run: () throws -> Void) rethrows -> Turn {
    try run()
    let start = ContinuousClock.now
    var runs = 0
    while runs < 3 || (.now - start) / .seconds(1) < seconds {
      try run()
      runs += 1
    }
    return Turn(runs: runs, seconds: (.now - start) / .seconds(1) / Double(runs), images: setting.batch)
  }

  /// Steps on films augmented anew, the first ten untimed as the peer's are.
  private func epochTurn(_ seconds: Double, _ program: TrainingProgram, _ studies: [Study], _ store: PictureStore) async throws -> Turn {
    var done = 0
    var start = ContinuousClock.now
    for epoch in 0... {
      let batches = try Batches(
        studies, from: store, augmentation: .project2, sampling: .natural, batchSize: setting.batch, seed: stepsDone, epoch: epoch)
      for try await batch in batches {
        let targets = Tensor(shape: [setting.batch, 1], scalars: batch.studies.map { $0.label.isPneumonia ? 1 : 0 })
        _ = try step(program, batch.images, targets)
        done += 1
        if done == 10 { start = .now }
        let elapsed = (.now - start) / .seconds(1)
        if done >= 13, elapsed >= seconds { return Turn(runs: done - 10, seconds: elapsed / Double(done - 10), images: setting.batch) }
      }
    }
    preconditionFailure("epochs do not end")
  }

  private func step(_ program: TrainingProgram, _ images: Tensor, _ targets: Tensor) throws -> Float {
    stepsDone += 1
    return try program.step(images, targets: targets, learningRate: Setting.learningRate, seed: stepsDone).loss
  }

  private func screen(_ screening: Screening, _ films: [String]) async throws -> [Float] {
    var probabilities: [Float] = []
    try await screening.read(films) { reading in probabilities.append(Float(try reading.result.get().probability)) }
    return probabilities
  }
}

extension ProgramProfile {
  fileprivate var floatingPointOperations: Int { steps.reduce(0) { $0 + $1.floatingPointOperations } }
}

extension Augmentation {
  /// What project 2 trained its chosen network with.
  fileprivate static var project2: Augmentation {
    var augmentation = Augmentation()
    augmentation.rotation = 40
    augmentation.widthShift = 0.2
    augmentation.heightShift = 0.2
    augmentation.shear = 0.3
    augmentation.zoom = 0.9...1.1
    return augmentation
  }
}
