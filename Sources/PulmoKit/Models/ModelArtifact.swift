public import NeuralNet

/// A model as a folder: `manifest.json`, `weights.safetensors`, `MODEL_CARD.md`.
public struct ModelArtifact: Sendable {
  public let manifest: ModelManifest
  public let graph: Graph
  public let parameters: Parameters

  /// Reads and verifies the folder: hash, format version, shapes.
  public init(at directory: String) throws(ArtifactError) { preconditionFailure("stub") }

  public func write(to directory: String) throws(ArtifactError) { preconditionFailure("stub") }
}

public struct ArtifactError: Error, Hashable, Sendable {
  public let path: String
  /// What is wrong and what to do.
  public let reason: String
}
