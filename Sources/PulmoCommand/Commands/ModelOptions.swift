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

extension OperatingThreshold {
  /// As tables show it.
  var text: String { FigureText.number(value, decimals: 4) }
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
