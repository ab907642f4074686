import Foundation
import NeuralNet
import Synchronization
import Testing

@testable import PulmoKit

/// Head first, then all: whole trainings in miniature.
@Suite(.serialized) struct TransferLearningTests {
  /// The names of the layers that an epoch has changed.
  private func changed(_ before: Parameters, _ after: Parameters) -> Set<String> {
    Set(before.tensors.filter { $0.value != after.tensors[$0.key] }.keys.map { $0.split(separator: ".").first.map(String.init) ?? "" })
  }

  @Test func layersLearnInTheirStages() async throws {
    let folder = try TrainingRunTests.folderWithFilms()
    let recipe = try TrainingRunTests.recipe(
      folder, "epochs=4", "unfreezing=[{layers: [head], epochs: 2}, {layers: [head, dense2, conv1], epochs: 1}]", "frozenLayers=[conv1]",
      "learningRateFactors={dense2: 0.5}", "checkpoints.everySteps=null")
    let graph = try recipe.architecture.graph(input: recipe.input.inputShape)
    var generator = SplitMix64(keys: recipe.seed, 0x696E_6974)
    let states = Mutex<[Parameters]>([Parameters.initialized(for: graph, using: &generator)])
    let stages = Mutex<[[String]?]>([])
    let run = try TrainingRun(recipe, at: folder.file("run"))
    _ = try await TrainingRunTests.finish(run) { event in
      switch event {
      case .learning(let layers): stages.withLock { $0.append(layers) }
      case .checkpoint(let path):
        if let checkpoint = try? Checkpoint(contentsOf: path) { states.withLock { $0.append(checkpoint.state.parameters) } }
      default: break
      }
    }
    #expect(stages.withLock { $0 } == [["head"], ["head", "dense2", "conv1"], nil])
    let epochs = states.withLock { $0 }
    try #require(epochs.count == 5)
    let expected: [Set<String>] = [["head"], ["head"], ["head", "dense2"], ["head", "dense2", "dense1", "conv2", "conv3"]]
    for (epoch, layers) in expected.enumerated() {
      #expect(changed(epochs[epoch], epochs[epoch + 1]) == layers, "epoch \(epoch + 1)")
    }
  }

  @Test func stagesByEpoch() {
    var recipe = Recipe(name: "a", architecture: .smallCNN(SmallCNN()))
    recipe.unfreezing = [UnfreezingStage(layers: ["a"], epochs: 2), UnfreezingStage(layers: ["a", "b"], epochs: 1)]
    recipe.frozenLayers = ["c"]
    recipe.learningRateFactors = ["b": 0.1]
    recipe.frozenStatistics = true
    #expect((0..<5).map { recipe.learnedLayers(in: $0) } == [["a"], ["a"], ["a", "b"], nil, nil])
    #expect(
      recipe.trainingOptions(in: 2)
        == TrainingOptions(frozenLayers: ["c"], learnedLayers: ["a", "b"], rateFactors: ["b": 0.1], freezesStatistics: true))
  }

  @Test(arguments: [
    ("unfreezing=[{layers: [heed], epochs: 1}]", "unfreezing: deepCNN has no layer 'heed'; it has conv1"),
    ("learningRateFactors={con: 0.1}", "learningRateFactors: deepCNN has no layer 'con'"),
    ("unfreezing=[{layers: [head], epochs: 1}]", "unfreezing: nothing would learn in the stage of head: frozenLayers has them all"),
    ("frozenStatistics=true", "frozenStatistics: deepCNN has no batch normalisation; leave it out"),
  ])
  func whatTheNetworkCannotDoIsRefused(override: String, reason: String) async throws {
    let folder = try TrainingRunTests.folderWithFilms(20)
    let recipe = try TrainingRunTests.recipe(folder, override, "frozenLayers=[head]", "init=none.safetensors")
    let error = await #expect(throws: TrainingError.self) { _ = try await TrainingRun(recipe, at: folder.file("run")).run() }
    #expect(error.map { "\($0)" }?.hasPrefix(reason) == true, "\(String(describing: error))")
  }
}
