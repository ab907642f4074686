import Foundation
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct ModelArtifactTests {
  static func manifest(_ architecture: Architecture = .smallCNN(SmallCNN())) -> ModelManifest {
    ModelManifest(
      formatVersion: 1, name: "tiny", version: "1.2.3", architecture: architecture,
      preprocessing: Preprocessing(width: 32, height: 24, channels: 1, mean: 0.5, standardDeviation: 0.25),
      labels: ["normal", "pneumonia"],
      threshold: OperatingThreshold(value: 0.123456789012345678, wantedSensitivity: 0.985, chosenOn: "films of Atlantis", studyCount: 42),
      earlierThresholds: [OperatingThreshold(value: 0.5, wantedSensitivity: 0.9, chosenOn: "the moon", studyCount: 3)],
      recipe: "name: tiny\n", dataHashes: ["train": "ab", "val": "cd"],
      metrics: ["count": 10, "accuracy": 0.9, "sensitivity": 1, "specificity": 0.75, "auroc": 0.96, "tn": 3, "fp": 1, "fn": 0, "tp": 6],
      weightsSHA256: "", intendedUse: ModelManifest.intendedUse, trainedOn: "films of children aged one to five")
  }

  static func artifact() throws -> ModelArtifact {
    let manifest = manifest()
    var generator = SplitMix64(seed: 3)
    let graph = try manifest.architecture.graph(input: manifest.preprocessing.inputShape)
    return try ModelArtifact(manifest: manifest, parameters: .initialized(for: graph, using: &generator))
  }

  static func written() throws -> (TestFolder, ModelArtifact) {
    let folder = try TestFolder()
    let artifact = try artifact()
    try artifact.write(to: folder.file("model"))
    return (folder, artifact)
  }

  @Test func readsBackToTheBit() throws {
    let (folder, artifact) = try Self.written()
    let read = try ModelArtifact(at: folder.file("model"))
    #expect(read.manifest == artifact.manifest)
    #expect(read.parameters == artifact.parameters)
    #expect(read.graph == artifact.graph)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("model")).sorted() == [
        "MODEL_CARD.md", "manifest.json", "weights.safetensors",
      ])
    // Writing again replaces it and gives the same bytes.
    let before = try Data(contentsOf: URL(filePath: folder.file("model/manifest.json")))
    try read.write(to: folder.file("model/"))
    #expect(try Data(contentsOf: URL(filePath: folder.file("model/manifest.json"))) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model"])
  }

  /// What `sha256sum` says of the file is what the manifest holds.
  @Test func hashIsThatOfTheFile() throws {
    let (folder, artifact) = try Self.written()
    #expect(try FileHashes.sha256(ofFileAt: folder.file("model/weights.safetensors")) == artifact.manifest.weightsSHA256)
    #expect(artifact.manifest.weightsSHA256.count == 64)
  }

  @Test func manifestIsSortedReadableJSON() throws {
    let (folder, _) = try Self.written()
    let text = try String(contentsOfFile: folder.file("model/manifest.json"), encoding: .utf8)
    let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }.compactMap {
      $0.split(separator: "\"").dropFirst().first.map(String.init)
    }
    #expect(
      keys == [
        "architecture", "dataHashes", "earlierThresholds", "formatVersion", "intendedUse", "labels", "metrics", "name", "preprocessing",
        "recipe", "threshold", "trainedOn", "version", "weightsSHA256",
      ])
  }

  @Test func keysAddedLaterArePassedOver() throws {
    let (folder, artifact) = try Self.written()
    try Self.edit(folder) { $0["reviewers"] = ["second": 2] }
    #expect(try ModelArtifact(at: folder.file("model")).manifest == artifact.manifest)
  }

  static func edit(_ folder: TestFolder, _ change: (inout [String: Any]) -> Void) throws {
    let url = URL(filePath: folder.file("model/manifest.json"))
    var json = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    change(&json)
    try JSONSerialization.data(withJSONObject: json).write(to: url)
  }

  static func expectRefusal(
    _ folder: TestFolder, of file: String, _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: ArtifactError.self, sourceLocation: sourceLocation) { try ModelArtifact(at: folder.file("model")) }
    guard let error else { return }
    #expect(error.path == folder.file(file), sourceLocation: sourceLocation)
    #expect(error.reason.contains(reason), "\(error)", sourceLocation: sourceLocation)
  }

  @Test func refusesAnotherVersionBeforeAnythingElse() throws {
    let (folder, _) = try Self.written()
    try Self.edit(folder) { $0 = ["formatVersion": 2, "other": "layout"] }
    Self.expectRefusal(folder, of: "model/manifest.json", "is of format version 2, this pulmo reads version 1; update pulmo")
    try Self.edit(folder) { $0 = ["formatVersion": 0] }
    Self.expectRefusal(folder, of: "model/manifest.json", "train or fetch the model anew")
  }

  @Test func refusesDamagedWeights() throws {
    let (folder, artifact) = try Self.written()
    let url = URL(filePath: folder.file("model/weights.safetensors"))
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: url)
    Self.expectRefusal(folder, of: "model/weights.safetensors", "the manifest's \(artifact.manifest.weightsSHA256)")
    try FileManager.default.removeItem(at: url)
    Self.expectRefusal(folder, of: "model/weights.safetensors", "cannot be read")
  }

  /// Writes weights with their right hash, so that only what is in them can be at fault.
  static func replaceWeights(_ folder: TestFolder, _ tensors: [String: Tensor]) throws {
    try Parameters(tensors: tensors).write(to: folder.file("model/weights.safetensors"))
    let hash = try FileHashes.sha256(ofFileAt: folder.file("model/weights.safetensors"))
    try edit(folder) { $0["weightsSHA256"] = hash }
  }

  @Test func refusesOtherWeights() throws {
    let (folder, artifact) = try Self.written()
    let tensors = artifact.parameters.tensors
    var changed = tensors
    changed["head.weight"] = nil
    try Self.replaceWeights(folder, changed)
    Self.expectRefusal(folder, of: "model/weights.safetensors", "the weights lack head.weight")
    changed = tensors
    changed["head.weight"] = Tensor(shape: [1, 9])
    try Self.replaceWeights(folder, changed)
    Self.expectRefusal(folder, of: "model/weights.safetensors", "head.weight is 1×9, the network's is 1×8")
    changed = tensors
    changed["tail.weight"] = Tensor(shape: [1])
    try Self.replaceWeights(folder, changed)
    Self.expectRefusal(folder, of: "model/weights.safetensors", "the weights hold tail.weight")
    changed = tensors
    changed["head.bias"] = Tensor(shape: [1], repeating: .nan)
    try Self.replaceWeights(folder, changed)
    Self.expectRefusal(folder, of: "model/weights.safetensors", "head.bias holds numbers that are not finite")
    try Self.replaceWeights(folder, tensors)
    _ = try ModelArtifact(at: folder.file("model"))
  }

  @Test func refusesAnInputItsWeightsDoNotFit() throws {
    let (folder, _) = try Self.written()
    try Self.edit(folder) { $0["preprocessing"] = ["width": 40, "height": 24, "channels": 1, "mean": 0.5, "standardDeviation": 0.25] }
    Self.expectRefusal(folder, of: "model/weights.safetensors", "dense1.weight is 8×1320, the network's is 8×1672")
  }

  @Test func refusesFaultyManifests() throws {
    for (key, value, reason) in [
      ("labels", ["normal", "viral"], "its labels are"), ("labels", ["normal", "bacterial", "viral"], "where three logits make"),
      ("temperature", ["value": 2, "fittedOn": "", "studyCount": 1], "has a temperature, as models had before"),
      ("calibration", ["temperature": 0, "bias": 0, "fittedOn": "", "studyCount": 1], "its temperature 0.0 is not above 0"),
      ("architecture", "resnet", "unknown choice 'resnet'"),
      ("threshold", ["value": 1.5, "wantedSensitivity": 1, "chosenOn": "", "studyCount": 1], "its threshold 1.5 is no probability"),
      ("threshold", ["value": 0.5, "wantedSensitivity": 1e30, "chosenOn": "", "studyCount": 1], "its wanted sensitivity 1e+30 is no"),
      ("metrics", ["tn": 1e30, "fp": 0, "fn": 0, "tp": 0], "its figure tn, 1e+30, is no number of films"),
      ("metrics", ["tn": 1, "fp": -2, "fn": 0, "tp": 0], "its figure fp, -2.0, is no number of films"),
      ("name", 3, "at name: the value is of another type"), ("recipe", nil, "lacks the key recipe"),
      ("preprocessing", ["width": 3, "height": 24, "channels": 1, "mean": 0.5, "standardDeviation": 0.25], "16 to 4096"),
    ] as [(String, Any?, String)] {
      let (folder, _) = try Self.written()
      try Self.edit(folder) { $0[key] = value }
      Self.expectRefusal(folder, of: "model/manifest.json", reason)
    }
    let (folder, _) = try Self.written()
    try Data("not JSON".utf8).write(to: URL(filePath: folder.file("model/manifest.json")))
    Self.expectRefusal(folder, of: "model/manifest.json", "is no JSON")
    try FileManager.default.removeItem(atPath: folder.file("model/manifest.json"))
    Self.expectRefusal(folder, of: "model", "holds no readable manifest.json")
    try FileManager.default.removeItem(atPath: folder.file("model"))
    Self.expectRefusal(folder, of: "model", "no such folder")
    try Data().write(to: URL(filePath: folder.file("model")))
    Self.expectRefusal(folder, of: "model", "is no folder")
  }

  @Test func parametersMustFitWhenPutTogether() throws {
    #expect(throws: ArtifactError.self) { try ModelArtifact(manifest: Self.manifest(), parameters: Parameters(tensors: [:])) }
    let manifest = Self.manifest(.deepCNN(DeepCNN()))
    let error = #expect(throws: ArtifactError.self) { try ModelArtifact(manifest: manifest, parameters: Parameters(tensors: [:])) }
    #expect(error?.reason.hasPrefix("the weights lack conv1.weight") == true, "\(String(describing: error))")
  }

  @Test func neverReplacesWhatIsNoModel() throws {
    let folder = try TestFolder()
    try Data("dear".utf8).write(to: URL(filePath: folder.file("letter")))
    #expect(throws: ArtifactError.self) { try Self.artifact().write(to: folder.path) }
    #expect(throws: ArtifactError.self) { try Self.artifact().write(to: folder.file("letter")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["letter"])
  }

  @Test func cardSaysWhatIsNotStated() throws {
    var manifest = Self.manifest()
    manifest.trainedOn = ModelManifest.notStated
    #expect(ModelCard(manifest).markdown.contains("What films it was trained on is not stated. On other"))
  }

  @Test func cardTellsWhatMatters() throws {
    let (folder, artifact) = try Self.written()
    let card = try String(contentsOfFile: folder.file("model/MODEL_CARD.md"), encoding: .utf8)
    for part in [
      "# tiny 1.2.3", "Not for diagnosis", "children aged one to five", "32 × 24 pixels", "0.12345678901234568", "films of Atlantis",
      "42 films", "98.5%", "before: 0.5", "On 10 films", "9 of 10", "6 of 6", "3 of 4", artifact.manifest.weightsSHA256, "name: tiny",
      // Wilson's interval for 9 of 10, by R's binom.confint(9, 10, methods = "wilson").
      "0.5958", "0.9821",
    ] {
      #expect(card.contains(part), "\(part)")
    }
  }

  /// The figures were counted before any calibration, and nothing may show them as the new threshold's.
  @Test func calibrationLeavesFiguresWithTheirThreshold() throws {
    var manifest = Self.manifest()
    manifest.earlierThresholds = []
    let fresh = try ModelArtifact(manifest: manifest, parameters: Self.artifact().parameters)
    #expect(fresh.manifest.measuredThreshold == manifest.threshold)
    let card = ModelCard(fresh.manifest).markdown
    #expect(card.contains("of them pneumonias, at the threshold above:") && card.contains("epoch and the threshold are chosen on `val`"))
    var calibrated = fresh
    for (value, place) in [(0.3, "Lemuria"), (0.7, "Mu")] {
      calibrated = try calibrated.recalibrated(
        by: .threshold(OperatingThreshold(value: value, wantedSensitivity: 0.9, chosenOn: place, studyCount: 7)))
      #expect(calibrated.manifest.metrics == manifest.metrics && calibrated.manifest.measuredThreshold == manifest.threshold)
      let card = ModelCard(calibrated.manifest).markdown
      #expect(card.contains("at the earlier threshold 0.12345678901234568, not at the one now in force:"))
      #expect(card.contains("epoch and the first threshold are chosen on `val`") && !card.contains("at the threshold above"))
    }
  }
}
