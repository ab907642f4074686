/// What a model is: how to run it, what it was made from, what it was measured at.
///
/// `manifest.json` of an artifact: sorted keys, readable by people. Keys are added later, never renamed; readers pass over keys they do
/// not know, and a change that old readers would misread raises ``currentFormatVersion``.
public struct ModelManifest: Sendable, Hashable, Codable {
  /// The format this version reads and writes.
  public static let currentFormatVersion = 1

  public var formatVersion: Int
  public var name: String
  /// Of the model; a recalibrated model counts on.
  public var version: String
  public var architecture: Architecture
  public var preprocessing: Preprocessing
  /// Output classes (``LabelScheme/labels``): `normal` and `pneumonia`, told apart by one logit, or `normal`, `bacterial` and `viral`, by
  /// three.
  public var labels: [String]
  /// What makes the network's logit of pneumonia a probability; nil where it is not calibrated.
  public var calibration: Calibration?
  /// From this probability on, the decision is pneumonia.
  public var threshold: OperatingThreshold
  /// What sorts films into clear, grey zone and urgent; nil where no such thresholds were chosen.
  public var triage: TriageThresholds?
  /// Thresholds in force before a site's own calibration, oldest first.
  public var earlierThresholds: [OperatingThreshold]
  /// The resolved recipe, as YAML.
  public var recipe: String
  /// By part of the split, `train`, `val` and `test`: one SHA-256 over the ids and file hashes of its films (``FileHashes/digest``).
  public var dataHashes: [String: String]
  /// Figures on the split's last part, at ``measuredThreshold``: `count`, `accuracy`, `sensitivity`, `specificity`, `auroc`, `tn`, `fp`,
  /// `fn`, `tp`, and `ece`, the expected calibration error, with `eceUncalibrated`, that without ``calibration``. What is undefined is left out.
  public var metrics: [String: Double]
  /// Of `weights.safetensors`, in lower-case hexadecimal.
  public var weightsSHA256: String
  public var intendedUse: String
  /// What the films it learned from show, as the recipe says; "not stated" where it does not.
  public var trainedOn: String
  /// Nil where the weights were drawn.
  public var initialModel: InitialModel?
  /// What its split dealt as a whole; nil, in manifests of before the key, is ``SplitUnit/patient``.
  public var splitUnit: SplitUnit?
  /// Of `learned-films.json`, in lower-case hexadecimal; nil where the model has no record of its films.
  public var learnedFilmsSHA256: String?

  /// What ``labels`` stand for; nil where no network has them, which no model that could be read does.
  public var scheme: LabelScheme? { LabelScheme.allCases.first { $0.labels == labels } }

  /// The threshold ``metrics`` were counted at: training's own. Calibration measures nothing on the split's last part.
  public var measuredThreshold: OperatingThreshold { earlierThresholds.first ?? threshold }

  /// Whether nothing the model was made from had a part in the films ``metrics`` are of, nor in others of their children.
  public var isMeasuredApart: Bool { flattery == nil }

  /// Why ``metrics`` flatter, to be said of the films they are of; nil where they do not.
  package var flattery: String? {
    if splitUnit == .film { return "some of them of children it learned from (films were dealt one by one)" }
    return initialModel?.sharesSplit == false ? "some of which the model it started from may have learned" : nil
  }

  /// What the films that ``metrics`` are of chose.
  package var chosenByTest: String { triage == nil || !earlierThresholds.isEmpty ? "nothing" : "nothing but the thresholds of triage" }

  /// What every model of this project is for.
  static let intendedUse =
    "Sorting chest X-rays like those it learned from by how likely they show pneumonia, to support people who read them. Not for diagnosis."
  static let notStated = "not stated"
}

/// A threshold with where it comes from.
public struct OperatingThreshold: Sendable, Hashable, Codable {
  /// A probability: from it on, the decision is pneumonia.
  public var value: Double
  /// The sensitivity asked for when it was chosen.
  public var wantedSensitivity: Double
  /// Of which data the films were that it was chosen on.
  public var chosenOn: String
  /// How many films those were.
  public var studyCount: Int
  /// The calibration in force when it was, of a threshold that no longer is; nil where there was none.
  public var calibration: Calibration?

  public init(value: Double, wantedSensitivity: Double, chosenOn: String, studyCount: Int) {
    self.value = value
    self.wantedSensitivity = wantedSensitivity
    self.chosenOn = chosenOn
    self.studyCount = studyCount
  }
}
