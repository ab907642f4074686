import NeuralNet
import PulmoKit

/// The deep CNN's training program on a thread of its own, as the trainer runs it.
actor Engine {
  private nonisolated let thread = ComputeThread()
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let graph: Graph
  private let setting: Setting
  private let learningRate: Float = 1e-3
  private var program: TrainingProgram?
  private var stepsDone: UInt64 = 0

  init(_ setting: Setting) throws {
    self.setting = setting
    graph = try Graph(input: [setting.channels, 128, 128], DeepCNN())
  }

  func compile(_ parameters: Parameters? = nil) throws {
    program = try TrainingProgram(
      graph, parameters ?? initialParameters, loss: Loss(.sigmoidCrossEntropy), optimizer: Adam(epsilon: 1e-7),
      CompileOptions(batchSize: setting.batch, threads: setting.threads))
  }

  var initialParameters: Parameters {
    var generator = SplitMix64(seed: 1)
    return .initialized(for: graph, using: &generator)
  }

  @discardableResult
  func step(_ images: Tensor, _ targets: Tensor) throws -> StepResult {
    guard let program else { preconditionFailure("a step before compile()") }
    stepsDone += 1
    return try program.step(images, targets: targets, learningRate: learningRate, seed: stepsDone)
  }

  /// Noise pictures, `[N, C, 128, 128]` in 0 ..< 1, and alternating labels, `[N, 1]`.
  nonisolated func randomBatch(seed: UInt64) -> (images: Tensor, targets: Tensor) {
    var generator = SplitMix64(seed: seed)
    var images = Tensor(shape: [setting.batch, setting.channels, 128, 128])
    images.scalars = images.scalars.map { _ in generator.nextUnitFloat() }
    let targets = Tensor(shape: [setting.batch, 1], scalars: (0..<setting.batch).map { Float($0 % 2) })
    return (images, targets)
  }

  /// Steps on one random batch: `warmup` untimed, then `count` timed. Returns the seconds of the timed ones.
  func timeSteps(_ count: Int, warmup: Int) throws -> Double {
    let (images, targets) = randomBatch(seed: 2)
    for _ in 0..<warmup { try step(images, targets) }
    return try ContinuousClock().measure { for _ in 0..<count { try step(images, targets) } } / .seconds(1)
  }

  /// Steps on augmented batches of `studies`, epoch after epoch: `warmup` untimed, then `count` timed. Returns the seconds of the timed ones.
  func timeTraining(on studies: [Study], from store: PictureStore, augmentation: Augmentation, _ count: Int, warmup: Int) async throws
    -> Double
  {
    var done = 0
    var start = ContinuousClock.now
    for epoch in 0... {
      let batches = try Batches(
        studies, from: store, augmentation: augmentation, sampling: .natural, batchSize: setting.batch, seed: 1, epoch: epoch)
      for try await batch in batches {
        let targets = Tensor(shape: [setting.batch, 1], scalars: batch.studies.map { $0.label.isPneumonia ? 1 : 0 })
        try step(batch.images, targets)
        done += 1
        if done == warmup { start = .now }
        if done == warmup + count { return (.now - start) / .seconds(1) }
      }
    }
    preconditionFailure("epochs do not end")
  }
}
