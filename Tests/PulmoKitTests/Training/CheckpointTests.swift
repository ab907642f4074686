import Foundation
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct CheckpointTests {
  static func parameters(_ value: Float) -> Parameters {
    Parameters(tensors: [
      "a.weight": Tensor(shape: [2, 1], scalars: [value, -0.0]), "a.bias": Tensor(shape: [1], scalars: [.leastNonzeroMagnitude]),
    ])
  }

  static func checkpoint(step: Int = 7) -> Checkpoint {
    var progress = TrainingProgress()
    progress.step = step
    progress.lossSum = 0.1 + 0.2
    progress.seconds = 1 / 3
    _ = progress.finish(metrics(epoch: 1, loss: 2.0 / 3), minimumDelta: 0)
    return Checkpoint(
      progress: progress,
      state: TrainingState(
        parameters: parameters(1), optimizer: [parameters(2), parameters(3)], average: parameters(4), step: step,
        missedUpdates: ["a.weight": 1]),
      best: parameters(5), origin: origin)
  }

  static var origin: RunOrigin {
    var recipe = Recipe(name: "a", architecture: .deepCNN(DeepCNN(dropoutAfterPool: 0.1)))
    recipe.seed = .max
    recipe.learningRate = 0.1
    recipe.augmentation.zoom = 0.9...1.1
    recipe.trainedOn = "blobs"
    return RunOrigin(
      recipe: recipe, environment: RunEnvironment(threads: 3),
      initialModel: InitialModel(ModelArtifactTests.manifest(), dataHashes: [:]))
  }

  static func metrics(epoch: Int, loss: Double) -> EpochMetrics {
    EpochMetrics(
      epoch: epoch, trainLoss: 0.1, validationLoss: loss, validationAccuracy: 0.5, validationAUROC: nil, learningRate: 1e-3,
      imagesPerSecond: 1, seconds: 1)
  }

  @Test func readsBackToTheBit() throws {
    let folder = try TestFolder()
    var bare = Self.checkpoint()
    bare.best = nil
    bare.state.average = nil
    bare.state.optimizer = []
    bare.origin = nil
    bare.state.missedUpdates = [:]
    for checkpoint in [Self.checkpoint(), bare] {
      let path = try CheckpointFolder(path: folder.file("checkpoints")).save(checkpoint)
      let read = try Checkpoint(contentsOf: path)
      #expect(read == checkpoint)
      #expect(read.state.parameters.tensors["a.weight"]?.scalars[1].sign == .minus)
      #expect(try read.encoded() == checkpoint.encoded())
    }
  }

  @Test func keepsTheLastTwo() throws {
    let folder = try TestFolder()
    let checkpoints = CheckpointFolder(path: folder.file("deep/checkpoints"))
    #expect(checkpoints.latest().checkpoint == nil)
    for step in [1, 2, 3, 20] { _ = try checkpoints.save(Self.checkpoint(step: step)) }
    #expect(checkpoints.names == ["step-00000003.safetensors", "step-00000020.safetensors"])
    #expect(checkpoints.latest().checkpoint?.0.progress.step == 20)
    // A run that went back to step 3 has left step 20's future.
    _ = try checkpoints.save(Self.checkpoint(step: 4))
    #expect(checkpoints.names == ["step-00000003.safetensors", "step-00000004.safetensors"])
  }

  @Test func refusesWhatIsNoCheckpoint() throws {
    let folder = try TestFolder()
    let path = folder.file("a.safetensors")
    try Self.parameters(1).write(to: path)
    #expect(throws: FileError(path: path, reason: "is no checkpoint of this version of pulmo")) { try Checkpoint(contentsOf: path) }
    try Safetensors(tensors: [:], metadata: ["pulmo.checkpoint": "1", "progress": "{}"]).write(to: path)
    #expect(throws: FileError(path: path, reason: "lacks where its training stands")) { try Checkpoint(contentsOf: path) }
    var file = try Safetensors(Self.checkpoint().encoded(), path: path)
    file.metadata["origin"] = "{}"
    try file.write(to: path)
    #expect(throws: FileError(path: path, reason: "lacks where its training stands")) { try Checkpoint(contentsOf: path) }
    for missed in ["{\"a.weight\":8}", "{\"a.weight\":-1}", "[]"] {
      var file = try Safetensors(Self.checkpoint().encoded(), path: path)
      file.metadata["missedUpdates"] = missed
      try file.write(to: path)
      #expect(throws: FileError(path: path, reason: "lacks where its training stands"), "\(missed)") { try Checkpoint(contentsOf: path) }
    }
    let whole = try Self.checkpoint().encoded()
    for cut in [0, 7, 100, whole.count - 1] {
      try whole.prefix(cut).write(to: URL(filePath: path))
      #expect(throws: FileError.self, "cut at \(cut)") { try Checkpoint(contentsOf: path) }
    }
  }

  /// An empty text for the progress would be found only by the one who resumes.
  @Test func progressThatIsNoNumberIsNotWritten() throws {
    let folder = try TestFolder()
    var checkpoint = Self.checkpoint()
    checkpoint.progress.lossSum = .nan
    #expect(throws: FileError.self) { try CheckpointFolder(path: folder.path).save(checkpoint) }
    #expect(CheckpointFolder(path: folder.path).names == [])
  }

  @Test func unwritableFolderIsNamed() throws {
    let folder = try TestFolder()
    try Data().write(to: URL(filePath: folder.file("file")))
    let error = #expect(throws: FileError.self) { try CheckpointFolder(path: folder.file("file/checkpoints")).save(Self.checkpoint()) }
    #expect(error?.path.hasPrefix(folder.file("file")) == true)
  }
}

@Suite struct TrainingProgressTests {
  /// Patience 2 and nothing better after epoch 1: it counts the epochs in which all layers learn.
  @Test func earlyStoppingWaitsForAllLayers() {
    var recipe = Recipe(name: "a", architecture: .smallCNN(SmallCNN()))
    recipe.earlyStopping = EarlyStopping(patience: 2)
    recipe.unfreezing = [UnfreezingStage(layers: ["a"], epochs: 2), UnfreezingStage(layers: ["b"], epochs: 1)]
    var progress = TrainingProgress()
    for epoch in 1...5 {
      #expect(!progress.isOver(recipe), "before epoch \(epoch)")
      _ = progress.finish(CheckpointTests.metrics(epoch: epoch, loss: Double(epoch)), minimumDelta: 0)
    }
    #expect(progress.isOver(recipe))
  }

  /// Losses of epochs 1, 2, …; patience 2.
  @Test(arguments: [
    (losses: [3, 2, 1], delta: 0.0, bests: [true, true, true], over: 3),
    (losses: [1, 2, 3, 0], delta: 0, bests: [true, false, false], over: 3),
    (losses: [2, 2, 1, 3, 1], delta: 0, bests: [true, false, true, false, false], over: 5),
    (losses: [2, 1.95, 1.8, 1.75], delta: 0.1, bests: [true, false, true, false], over: 4),
  ])
  func earlyStopping(losses: [Double], delta: Double, bests: [Bool], over: Int) {
    var recipe = Recipe(name: "a", architecture: .smallCNN(SmallCNN()))
    recipe.epochs = 5
    recipe.earlyStopping = EarlyStopping(patience: 2, minimumDelta: delta)
    if losses.count == bests.count, !bests.suffix(2).allSatisfy({ !$0 }) { recipe.epochs = losses.count }
    var progress = TrainingProgress()
    var found: [Bool] = []
    for (index, loss) in losses.enumerated() where !progress.isOver(recipe) {
      progress.batch = 4
      progress.lossSum = 9
      found.append(progress.finish(CheckpointTests.metrics(epoch: index + 1, loss: loss), minimumDelta: delta))
    }
    #expect(found == bests)
    #expect(progress.epoch == over && progress.isOver(recipe))
    #expect(progress.batch == 0 && progress.lossSum == 0)
    let best = bests.lastIndex(of: true).map { $0 + 1 }
    #expect(progress.bestEpoch == best)
    #expect(progress.bestLoss == best.map { losses[$0 - 1] })
  }
}
