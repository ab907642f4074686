import ArgumentParser
import Glibc
import PulmoKit

struct Calibrate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Calibrate a model anew on a site's own labelled films: its probabilities, its threshold, its triage.",
    discussion: """
      Scores labelled films of the site and makes a new model folder: the same network, with

        a calibration   (Platt's: a temperature and a bias) that makes its probabilities fit, from one half of the patients;
        triage          from the other half: below clearBelow a film is clear, above urgentAbove urgent, and of the next patient \
      like these, in expectation, at most --miss-rate of those with a pneumonia have a film cleared and at most --alarm-rate of \
      the normal ones have one called urgent. 1% of misses takes 99 patients with a pneumonia in that half: with fewer nothing is \
      clear, and the command says so;
        a threshold     the highest that finds the wanted share of the pneumonias among all these films.

      The threshold that was in force stays recorded. The figures printed are of the very films these were chosen on, so they \
      flatter: measure them on other films with pulmo evaluate.

      A high sensitivity needs many pneumonias: 0.99 of fewer than 100 means all of them, and one unusual film then sets the \
      threshold. Take films the model did not learn from: films that it did, or copies of them, are counted first of all.

      EXAMPLES
        pulmo calibrate --data our-films --output our-model
        pulmo calibrate --model run/artifact --data our-films --split val --output our-model --sensitivity 0.95

      EXIT CODES
        0    the new model stands in its folder
        1    so it does, but some films could not be read: each is named on standard error
        3    nothing could be done
        64   wrong usage
        130  interrupted; nothing was written

      Not for diagnosis.
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions

  @Option(help: ArgumentHelp("The folder to make for the new model.", valueName: "folder"))
  var output: String

  @Option(help: ArgumentHelp("The share of the pneumonias to find, above 0 and at most 1.", valueName: "share"))
  var sensitivity = 0.99

  @Option(help: ArgumentHelp("The share of patients with a pneumonia that triage may clear, above 0 and below 1.", valueName: "share"))
  var missRate = TriagePromise().missRate

  @Option(help: ArgumentHelp("The share of normal patients that triage may call urgent, above 0 and below 1.", valueName: "share"))
  var alarmRate = TriagePromise().alarmRate

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard data.data != nil else { throw ValidationError("Say which labelled films to choose on: --data DIR.") }
    guard sensitivity > 0, sensitivity <= 1 else {
      throw ValidationError("--sensitivity has to be above 0 and at most 1, not \(sensitivity).")
    }
    for (name, rate) in [("--miss-rate", missRate), ("--alarm-rate", alarmRate)] {
      guard rate > 0, rate < 1 else { throw ValidationError("\(name) has to be above 0 and below 1, not \(rate).") }
    }
  }

  func run() async throws {
    guard access(output, F_OK) != 0 else {
      throw CommandError.nothingDone("\(output) is there already; give a new folder, or remove it")
    }
    let path = data.data ?? ""
    let (studies, dataset) = try await data.films(at: path)
    let artifact = try await model.load()
    let films = try await ScoredFilms.score(studies, with: artifact, threads: threads.count)
    let source = "\(path)\(data.split.map { ", part \($0.rawValue)" } ?? "")"
    let independence = Independence(of: films.pictures, for: artifact, among: dataset)
    let recognised = Set((independence.recognised ?? []).map(\.id))
    let known = Set(films.scores.filter { recognised.contains($0.id) }.map(\.patient))
    let promise = TriagePromise(missRate: missRate, alarmRate: alarmRate)
    let (calibration, calibrated, evaluation) = try await orNothingDone {
      let calibration = try SiteCalibration(
        of: films.scores, by: artifact.manifest, sensitivity: sensitivity, promise: promise, excluding: known, description: source)
      let calibrated = try artifact.recalibrated(by: calibration, on: films.pictures.map(\.fingerprint))
      return (calibration, calibrated, try Evaluation(calibration.scores, threshold: calibration.threshold.value))
    }
    try Task.checkCancellation()
    try await orNothingDone { try calibrated.write(to: output) }
    let warnings = independence.warnings
    for warning in warnings { Console.shared.print("WARNING: \(warning.printable).") }
    if !warnings.isEmpty { Console.shared.print("A threshold chosen on films that a model knows may be too high for new ones.\n") }
    for line in ModelNotice(manifest: calibrated.manifest).lines { Console.shared.print(line) }
    Console.shared.print("before     \(artifact.manifest.threshold.text)")
    for warning in calibration.warnings { Console.shared.print("WARNING: \(warning.printable).") }
    Console.shared.print("\nOn the films it was chosen on, which flatters it:\n\n\(evaluation.table)\n")
    if let figures = calibration.triage.flatMap({ TriageFigures(of: calibration.scores, by: $0) }) {
      Console.shared.print("\(figures.table)\n")
    }
    Console.shared.print("The new model is in \(output). \(ModelNotice.notForDiagnosis)")
    if !films.failures.isEmpty { throw CommandError.someFailed }
  }
}
