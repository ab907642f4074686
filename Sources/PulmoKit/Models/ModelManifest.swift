/// What a model is: how to run it, what it was made from, what it was measured at.
public struct ModelManifest: Sendable, Hashable, Codable {
  public static let currentFormatVersion = 1

  public var formatVersion: Int
  public var name: String
  public var version: String
  public var architecture: Architecture
  public var preprocessing: Preprocessing
  /// Output classes: one sigmoid output is the probability of pneumonia.
  public var labels: [String]
  /// From this probability on, the decision is pneumonia.
  public var threshold: OperatingThreshold
  /// Thresholds in force before a site's own calibration, oldest first.
  public var earlierThresholds: [OperatingThreshold]
  /// The resolved recipe, as YAML.
  public var recipe: String
  /// SHA-256 of the training data's list of file hashes.
  public var dataHashes: [String: String]
  /// Figures on the split's last part, never used for choosing anything.
  public var metrics: [String: Double]
  public var weightsSHA256: String
  public var intendedUse: String
  public var trainedOn: String
}

/// A threshold with where it comes from.
public struct OperatingThreshold: Sendable, Hashable, Codable {
  public var value: Double
  /// The sensitivity asked for when it was chosen.
  public var wantedSensitivity: Double
  /// On how many films, of which data, it was chosen.
  public var chosenOn: String
  public var studyCount: Int
}
