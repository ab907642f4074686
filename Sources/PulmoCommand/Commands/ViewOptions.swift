import ArgumentParser
import PulmoKit

/// How many views of a film its probability is the mean of.
struct ViewOptions: ParsableArguments {
  @Option(
    name: .customLong("views"),
    help: ArgumentHelp(
      "Take the mean over this many views of each film, 1 to \(Screening.viewLimit): moved, turned, enlarged a little.",
      valueName: "count"))
  var count = 1

  /// What is to be said beside figures of several views; nil for one.
  static func remark(_ views: Int) -> String? {
    guard views > 1 else { return nil }
    return "each probability is of the mean of \(views) views of the film; calibration and thresholds are of one, "
      + "and triage promises nothing"
  }

  func validate() throws {
    guard (1...Screening.viewLimit).contains(count) else {
      throw ValidationError("--views has to be 1 to \(Screening.viewLimit), not \(count).")
    }
  }
}
