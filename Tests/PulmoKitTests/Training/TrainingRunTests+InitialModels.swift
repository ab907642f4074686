import Foundation
import Imaging
import NeuralNet
import Statistics
import Synchronization
import Testing

@testable import PulmoKit

/// Trainings that begin from weights that have learned.
extension TrainingRunTests {
  @Test func beginsFromAModel() async throws {
    let folder = try Self.folderWithFilms()
    let first = try await Self.finish(try TrainingRun(try Self.recipe(folder, "epochs=1"), at: folder.file("first")))
    // With every layer frozen what comes out is what went in.
    let still = ["frozenLayers=[conv1, conv2, conv3, dense1, dense2, head]", "epochs=1", "init=\(first.artifactPath)", "averageDecay=null"]
    func recipe(_ more: String...) throws -> Recipe {
      try Recipe(yaml: try Self.recipe(folder).yaml, path: "tiny.yaml", overrides: still + more)
    }
    _ = try await Self.finish(try TrainingRun(try recipe(), at: folder.file("same")))
    #expect(try Self.weights(folder.file("same")) == Self.weights(folder.file("first")))

    let redrawn = try await Self.finish(try TrainingRun(try recipe("redrawnLayers=[head]"), at: folder.file("redrawn")))
    let (old, new) = (first.artifact.parameters.tensors, redrawn.artifact.parameters.tensors)
    #expect(old.keys.filter { old[$0] != new[$0] }.sorted() == ["head.bias", "head.weight"])

    let larger = try TrainingRun(try recipe("input.width=64"), at: folder.file("larger"))
    let error = await #expect(throws: TrainingError.self) { _ = try await larger.run() }
    #expect(
      error.map { "\($0)" }?.contains("\(first.artifactPath): the weights are of another network: of another shape: dense1.weight (128×512")
        == true,
      "\(String(describing: error))")
    let redrawnLarger = try TrainingRun(try recipe("input.width=64", "redrawnLayers=[dense1]"), at: folder.file("redrawn-larger"))
    _ = try await Self.finish(redrawnLarger)

    let unknown = try TrainingRun(try recipe("redrawnLayers=[dense9]"), at: folder.file("unknown"))
    await #expect(throws: TrainingError.self) { _ = try await unknown.run() }
  }

  /// Weights by PyTorch's names, as of a network that learned another task on colour pictures: folded, the head drawn, both told.
  @Test func beginsFromAFileOfWeights() async throws {
    let folder = try Self.folderWithFilms()
    let recipe = try Self.recipe(folder, "epochs=1", "init=\(folder.file("w.safetensors"))", "averageDecay=null")
    let colour = try recipe.architecture.graph(input: [3, 32, 32])
    var generator = SplitMix64(seed: 5)
    var weights = Parameters.initialized(for: colour, using: &generator)
    weights.tensors["head.weight"] = Tensor(shape: [1000, 64], repeating: 1)
    weights.tensors["head.bias"] = Tensor(shape: [1000], repeating: 1)
    try weights.write(to: folder.file("w.safetensors"))
    var frozen = recipe
    frozen.frozenLayers = ["conv1", "conv2", "conv3", "dense1", "dense2"]
    let warnings = Mutex<[String]>([])
    let result = try await Self.finish(try TrainingRun(frozen, at: folder.file("run"))) { event in
      if case .warning(let text) = event { warnings.withLock { $0.append(text) } }
    }
    #expect(
      warnings.withLock { $0 } == [
        "\(folder.file("w.safetensors")): the three channels of conv1.weight are summed into one, for pictures of one",
        "\(folder.file("w.safetensors")): head has 1000 outputs where this network has 1: it is drawn anew",
      ])
    let (given, taken) = (weights.tensors, result.artifact.parameters.tensors)
    #expect(given.keys.filter { given[$0] != taken[$0] }.sorted() == ["conv1.weight", "head.bias", "head.weight"])
    let first = try #require(given["conv1.weight"]).scalars
    #expect(taken["conv1.weight"]?.scalars.first == first[0] + first[9] + first[18])

    weights.tensors["dense9.weight"] = Tensor(shape: [1])
    try weights.write(to: folder.file("w.safetensors"))
    let error = await #expect(throws: TrainingError.self) { _ = try await TrainingRun(frozen, at: folder.file("foreign")).run() }
    #expect(error.map { "\($0)" }?.contains("unexpected: dense9.weight") == true, "\(String(describing: error))")
  }

  @Test func otherOutputsAreRefused() async throws {
    let folder = try Self.folderWithFilms(20)
    let recipe = try Self.recipe(folder, "architecture={resNet: {outputs: 2}}")
    let error = await #expect(throws: TrainingError.self) { _ = try await TrainingRun(recipe, at: folder.file("run")).run() }
    #expect(error.map { "\($0)" }?.hasPrefix("architecture: ends in 2 outputs") == true, "\(String(describing: error))")
  }

  /// Films a model is measured on may have taught the one it started from: then nothing may call them films that chose nothing.
  @Test func aModelOfAnotherSplitIsToldToTheEnd() async throws {
    let folder = try Self.folderWithFilms()
    func made(_ name: String, _ overrides: String...) async throws -> (manifest: ModelManifest, card: String, warnings: [String]) {
      let recipe = try Recipe(yaml: try Self.recipe(folder, "epochs=1").yaml, path: "tiny.yaml", overrides: overrides)
      let warnings = Mutex<[String]>([])
      let result = try await Self.finish(try TrainingRun(recipe, at: folder.file(name))) { event in
        if case .warning(let text) = event { warnings.withLock { $0.append(text) } }
      }
      let card = try String(contentsOfFile: "\(result.artifactPath)/MODEL_CARD.md", encoding: .utf8)
      return (try ModelArtifact(at: result.artifactPath).manifest, card, warnings.withLock { $0 })
    }
    let first = try await made("first", "trainedOn=blobs")
    #expect(first.manifest.initialModel == nil && first.card.contains("`test`, which chose nothing."))
    #expect(!first.card.contains("started from"))

    let same = try await made("same", "init=\(folder.file("first/artifact"))")
    #expect(same.warnings == [])
    #expect(same.manifest.initialModel?.weightsSHA256 == first.manifest.weightsSHA256)
    #expect(same.manifest.isMeasuredApart && same.card.contains("`test`, which chose nothing."))
    #expect(same.card.contains("from those of tiny 1.0.0 (SHA-256 `\(first.manifest.weightsSHA256)`; trained on: blobs), which learned"))

    // A leak is handed down, whatever the split of the model in between.
    let other = try await made("other", "init=\(folder.file("first/artifact"))", "split.seed=4")
    let later = try await made("later", "init=\(folder.file("other/artifact"))", "split.seed=4")
    for model in [other, later] {
      #expect(model.warnings.count == 1 && model.warnings[0].hasPrefix("init is not known to have learned from this run's split"))
      #expect(model.manifest.initialModel?.sharesSplit == false && !model.manifest.isMeasuredApart)
      #expect(model.card.contains("which is not known to have learned") && !model.card.contains("chose nothing"))
    }

    // A resumed run knows it from its checkpoint: the model may be gone.
    try FileManager.default.removeItem(atPath: folder.file("first"))
    let resumed = try await Self.finish(try TrainingRun(resuming: folder.file("other")))
    #expect(resumed.artifact.manifest.initialModel == other.manifest.initialModel)
  }
}
