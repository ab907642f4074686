import ArgumentParser
import PulmoKit

/// Which model a command uses.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The model: the path of its folder, or the name of a shipped or installed one. (default: \(ModelLocator.defaultModel))",
      valueName: "model"))
  var model: String?

  /// Finds, reads and verifies the model.
  func load() async throws -> ModelArtifact {
    let folder = try ModelLocator().folder(of: model ?? ModelLocator.defaultModel)
    return try await orNothingDone { try ModelArtifact(at: folder) }
  }
}

/// What every output says of a model.
struct ModelNotice {
  let manifest: ModelManifest

  static let notForDiagnosis = "Not for diagnosis."

  /// The lines above a table.
  var lines: [String] {
    [
      "model      \(manifest.name) \(manifest.version) (weights \(manifest.weightsSHA256.prefix(12)))",
      "trained on \(manifest.trainedOn.printable)",
      "threshold  \(manifest.threshold.text): from this probability on, the decision is pneumonia (chosen on \(manifest.threshold.chosenOn)"
        + " for a sensitivity of \(manifest.threshold.wantedSensitivity))",
    ] + (manifest.triage.map { ["triage     \($0.text)"] } ?? [])
  }
}

extension TriageThresholds {
  /// What is clear and urgent, and what that promises to whom.
  var text: String {
    func percent(_ rate: Double) -> String { FigureText.percent(rate) }
    let clear =
      clearBelow.map {
        "clear below \(FigureText.number($0, decimals: 4)) (in expectation \(percent(promise.missRate)) of the sick at most)"
      }
      ?? "nothing is clear (too few sick patients to promise \(percent(promise.missRate)))"
    let urgent =
      urgentAbove.map { "urgent above \(FigureText.number($0, decimals: 4)) (\(percent(promise.alarmRate)) of normal patients at most)" }
      ?? "nothing is urgent (too few normal patients to promise \(percent(promise.alarmRate)))"
    return "\(clear), \(urgent), for patients like those it was chosen on: \(chosenOn)"
  }
}

extension OperatingThreshold {
  /// As tables show it.
  var text: String { FigureText.number(value, decimals: 4) }
}

/// Thresholds of triage as outputs have them: `clearBelow`, `urgentAbove` (null where there is none) and `promise` {`missRate`, `alarmRate`}.
struct TriageSummary: Encodable {
  let clearBelow: Double?
  let urgentAbove: Double?
  let promise: TriagePromise

  init(_ thresholds: TriageThresholds) {
    clearBelow = thresholds.clearBelow
    urgentAbove = thresholds.urgentAbove
    promise = thresholds.promise
  }

  private enum CodingKeys: String, CodingKey { case clearBelow, urgentAbove, promise }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(clearBelow, forKey: .clearBelow)
    try container.encode(urgentAbove, forKey: .urgentAbove)
    try container.encode(promise, forKey: .promise)
  }
}

/// What outputs say of the model that made them, under the key `model`.
struct ModelSummary: Encodable {
  let name: String
  let version: String
  let sha256: String
  let trainedOn: String

  init(_ manifest: ModelManifest) {
    name = manifest.name
    version = manifest.version
    sha256 = manifest.weightsSHA256
    trainedOn = manifest.trainedOn
  }
}
