import ArgumentParser
import PulmoKit

/// Of how many views of a film its probability is.
struct ViewOptions: ParsableArguments {
  @Option(
    name: .customLong("views"),
    help: ArgumentHelp(
      "Look at this many views of each film, 1 to \(Preprocessing.viewLimit), in place of the model's own number.", valueName: "count"))
  var count: Int?

  /// The model, looking at as many views as were asked for.
  func applied(to artifact: ModelArtifact) async throws -> ModelArtifact {
    guard let count, count != artifact.manifest.preprocessing.views else { return artifact }
    return try await orNothingDone { try artifact.with(views: count) }
  }

  /// What is to be said of probabilities of more views than one, or of others than the model's own; nil of one that is.
  static func remark(_ views: Int, of manifest: ModelManifest) -> String? {
    let own = manifest.preprocessing.views
    guard views == own else {
      return
        "each probability is of \(views == 1 ? "one view" : "the mean of \(views) views") of the film; calibration and thresholds are of \(own), "
        + "and triage promises nothing"
    }
    return own == 1 ? nil : "each probability is of the mean of \(own) views of the film"
  }

  func validate() throws {
    if let count, !(1...Preprocessing.viewLimit).contains(count) {
      throw ValidationError("--views has to be 1 to \(Preprocessing.viewLimit), not \(count).")
    }
  }
}
