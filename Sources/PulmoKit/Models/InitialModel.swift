/// The model whose weights a training started from.
public struct InitialModel: Sendable, Hashable, Codable {
  public var name: String
  public var version: String
  public var weightsSHA256: String
  /// What the films it learned from show.
  public var trainedOn: String
  /// Whether it, and whatever it started from itself, learned and chose on the same films as the model made from it. Otherwise films of
  /// the new model's part `test` may have taught the old one, and figures on them may flatter.
  public var sharesSplit: Bool
}

extension InitialModel {
  /// - Parameter dataHashes: those of the training that starts from `manifest`'s model.
  init(_ manifest: ModelManifest, dataHashes: [String: String]) {
    name = manifest.name
    version = manifest.version
    weightsSHA256 = manifest.weightsSHA256
    trainedOn = manifest.trainedOn
    sharesSplit = manifest.dataHashes == dataHashes && manifest.initialModel?.sharesSplit != false
  }
}
