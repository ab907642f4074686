import NeuralNet

@testable import PulmoKit

/// Small models for tests of screening.
enum ScreeningModels {
  /// A logistic regression on 16×16 pixels: `logit = weight · Σ levels / 255 + bias`.
  static func logistic(weight: Float, bias: Float, threshold: Double = 0.5) throws -> ModelArtifact {
    try artifact(
      .dense(DenseNetwork(units: [])), Preprocessing(width: 16, height: 16), threshold: threshold,
      Parameters(tensors: [
        "head.weight": Tensor(shape: [1, 256], repeating: weight), "head.bias": Tensor(shape: [1], repeating: bias),
      ]))
  }

  /// Finite weights whose logit is no number: a hidden unit that overflows to infinity, times 0.
  /// - Parameter weight: of each pixel; 1.6e36 overflows on films brighter than 0.83 of white alone.
  static func overflowing(weight: Float = 3e38) throws -> ModelArtifact {
    try artifact(
      .dense(DenseNetwork(units: [1])), Preprocessing(width: 16, height: 16), threshold: 0.5,
      Parameters(tensors: [
        "dense1.weight": Tensor(shape: [1, 256], repeating: weight), "dense1.bias": Tensor(shape: [1]),
        "head.weight": Tensor(shape: [1, 1]), "head.bias": Tensor(shape: [1]),
      ]))
  }

  /// A network with drawn weights.
  static func drawn(_ architecture: Architecture, side: Int, seed: UInt64 = 5) throws -> ModelArtifact {
    try drawn(architecture, Preprocessing(width: side, height: side), seed: seed)
  }

  /// A network with drawn weights, and what it is shown of a film.
  static func drawn(_ architecture: Architecture, _ preprocessing: Preprocessing, seed: UInt64 = 5) throws -> ModelArtifact {
    var generator = SplitMix64(seed: seed)
    let graph = try architecture.graph(input: preprocessing.inputShape)
    return try artifact(architecture, preprocessing, threshold: 0.5, .initialized(for: graph, using: &generator))
  }

  private static func artifact(
    _ architecture: Architecture, _ preprocessing: Preprocessing, threshold: Double, _ parameters: Parameters
  ) throws -> ModelArtifact {
    let manifest = ModelManifest(
      formatVersion: ModelManifest.currentFormatVersion, name: "tiny", version: "1.0.0", architecture: architecture,
      preprocessing: preprocessing, labels: LabelScheme.binary.labels,
      threshold: OperatingThreshold(value: threshold, wantedSensitivity: 0.99, chosenOn: "nothing", studyCount: 0), earlierThresholds: [],
      recipe: "name: tiny\n", dataHashes: [:], metrics: [:], weightsSHA256: "", intendedUse: ModelManifest.intendedUse,
      trainedOn: "noise")
    return try ModelArtifact(manifest: manifest, parameters: parameters)
  }
}
