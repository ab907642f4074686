import ArgumentParser
import NeuralNet
import PulmoKit

struct ModelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Look at models.", subcommands: [ModelShow.self, ModelCardCommand.self, ModelRecord.self])
}

struct ModelShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Say what a model is, what it learned from, how it was measured and where its threshold comes from.",
    discussion: """
      Reads a model's folder, verifies its weights against their checksum, and prints its manifest as text. The model is the \
      path of its folder, or the name of a shipped or installed one. The folder's manifest.json holds the same for programs, \
      its MODEL_CARD.md for people.

      EXAMPLES
        pulmo model show lite-three-class
        pulmo model show run/artifact

      EXIT CODES
        0    done
        3    there is no such model, or its folder is damaged
        64   wrong usage
      """)

  @Argument(help: ArgumentHelp("The model's folder or name.", valueName: "model"))
  var model: String = ModelLocator.defaultModel

  func run() async throws {
    let folder = try ModelLocator().folder(of: model)
    let artifact = try await orNothingDone { try ModelArtifact(at: folder) }
    let manifest = artifact.manifest
    let input = manifest.preprocessing
    var rows: [(String, String)] = [
      ("model", "\(manifest.name) \(manifest.version)"),
      ("folder", folder),
      ("weights", "sha256 \(manifest.weightsSHA256), \(artifact.graph.parameterCount) parameters"),
      (
        "input",
        "\(input.width)×\(input.height), \(input.channels) \(input.channels == 1 ? "channel" : "channels"), mean \(input.mean), "
          + "standard deviation \(input.standardDeviation)" + (input.jpegQuality.map { ", JPEG quality \($0)" } ?? "")
          + (input.tone == .asIs ? "" : ", tone \(input.tone.rawValue)")
          + (input.region == .whole ? "" : ", region \(input.region.rawValue)")
          + (input.views == 1 ? "" : ", \(input.views) views")
      ),
      ("labels", manifest.labels.joined(separator: ", ")),
      ("intended use", manifest.intendedUse),
      ("trained on", manifest.trainedOn),
    ]
    let films = artifact.learnedFilms.map { "\($0.count) recorded, so that they are recognised" }
    rows.append(("its films", films ?? "not recorded (pulmo model record)"))
    if let model = manifest.initialModel { rows.append(("started from", model.story)) }
    if let calibration = manifest.calibration {
      rows.append(("calibration", "\(calibration.text), fitted on \(calibration.studyCount) films (\(calibration.fittedOn))"))
    }
    if let triage = manifest.triage { rows.append(("triage", triage.text)) }
    rows.append(("threshold", manifest.threshold.story))
    for earlier in manifest.earlierThresholds.reversed() { rows.append(("  before", earlier.story)) }
    if !manifest.earlierThresholds.isEmpty, !manifest.metrics.isEmpty {
      rows.append(("measured at", "\(manifest.measuredThreshold.text), the threshold before any calibration:"))
    }
    for name in Self.order(manifest.metrics.keys) {
      guard let value = manifest.metrics[name] else { continue }
      rows.append((name, Self.counts.contains(name) ? value.formatted(decimals: 0) : value.formatted(decimals: 4)))
    }
    for (name, hash) in manifest.dataHashes.sorted(by: { $0.key < $1.key }) { rows.append(("data \(name)", hash)) }
    let width = rows.map(\.0.count).max() ?? 0
    for (name, value) in rows { Console.shared.print(name.rightPadded(to: width + 2) + value.printable) }
    Console.shared.print("\nrecipe\n" + manifest.recipe.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
    Console.shared.print("\n\(ModelNotice.notForDiagnosis)")
  }

  /// Figures that are numbers of films.
  private static let counts: Set = ["count", "tn", "fp", "fn", "tp"]

  /// Figures that are known, in the order evaluations print them, then others by name.
  private static func order(_ names: some Collection<String>) -> [String] {
    let known = ["count", "accuracy", "sensitivity", "specificity", "auroc", "tn", "fp", "fn", "tp"]
    return known.filter(names.contains) + names.filter { !known.contains($0) }.sorted()
  }
}

extension InitialModel {
  /// The model with what it means for the figures.
  fileprivate var story: String {
    "\(name) \(version) (weights \(weightsSHA256.prefix(12)); trained on \(trainedOn))"
      + (sharesSplit ? "" : ", which may have learned films of the part test: the figures may flatter")
  }
}

extension OperatingThreshold {
  /// The threshold with where it comes from.
  fileprivate var story: String {
    "\(text), chosen on \(studyCount) films (\(chosenOn)) for a sensitivity of \(wantedSensitivity)"
      + (calibration.map { ", calibrated by \($0.text)" } ?? "")
  }
}
