import Foundation
import Imaging
import NeuralNet

@testable import PulmoKit

/// A folder of its own for one test, gone when the test is.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/pulmo-command-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of `name` in this folder.
  func callAsFunction(_ name: String) -> String { path + "/" + name }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self(name)) }

  func text(_ name: String) throws -> String { try String(contentsOfFile: self(name), encoding: .utf8) }

  /// The object in the JSON file `name`.
  func json(_ name: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: self(name)))) as? [String: Any] ?? [:]
  }

  func write(_ name: String, _ content: String) throws {
    try makeParent(of: name)
    try Data(content.utf8).write(to: URL(filePath: self(name)))
  }

  /// Writes a film of 64×64 noisy pixels: bright where it is to be called pneumonia by ``writeModel(_:threshold:)``'s model.
  func writeFilm(_ name: String, isBright: Bool, seed: UInt64 = 1) throws {
    try makeParent(of: name)
    var generator = SplitMix64(seed: seed)
    let pixels = (0..<4096).map { _ in UInt8(generator.next() % 80) + (isBright ? 140 : 20) }
    try GrayImage(width: 64, height: 64, pixels: pixels).write(to: self(name), as: .png)
  }

  /// A model that takes bright films for pneumonia: `logit = 0.1 · Σ levels / 255 - 12` over 16×16 pixels.
  /// - Parameters:
  ///   - films: those it is to have learned from; nil makes a model without a record of its films.
  ///   - triage: its thresholds of triage, clear below and urgent above; nil makes a model without.
  func writeModel(
    _ name: String = "model", threshold: Double = 0.5, knowing films: [String]? = nil, triage: (Double, Double)? = nil
  ) throws {
    let architecture = Architecture.dense(DenseNetwork(units: []))
    let manifest = ModelManifest(
      formatVersion: ModelManifest.currentFormatVersion, name: "bright", version: "1.0.0", architecture: architecture,
      preprocessing: Preprocessing(width: 16, height: 16), labels: LabelScheme.binary.labels,
      threshold: OperatingThreshold(value: threshold, wantedSensitivity: 0.99, chosenOn: "made-up films", studyCount: 12),
      triage: triage.map { clearBelow, urgentAbove in
        TriageThresholds(
          clearBelow: clearBelow, urgentAbove: urgentAbove, promise: TriagePromise(), chosenOn: "made-up films", pneumoniaPatients: 200,
          normalPatients: 100)
      },
      earlierThresholds: [], recipe: "name: bright\n", dataHashes: [:], metrics: ["auroc": 0.75], weightsSHA256: "",
      intendedUse: ModelManifest.intendedUse, trainedOn: "films of children")
    let parameters = Parameters(tensors: [
      "head.weight": Tensor(shape: [1, 256], repeating: 0.1), "head.bias": Tensor(shape: [1], repeating: -12),
    ])
    let fingerprints = try films?.map { PictureFingerprint(of: try manifest.preprocessing.picture(at: self($0))) }
    let record = fingerprints.map { LearnedFilms([.train: $0], isWhole: true) }
    try ModelArtifact(manifest: manifest, parameters: parameters, learnedFilms: record).write(to: self(name))
  }

  private func makeParent(of name: String) throws {
    try FileManager.default.createDirectory(
      at: URL(filePath: self(name)).deletingLastPathComponent(), withIntermediateDirectories: true)
  }
}
