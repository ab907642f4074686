import ArgumentParser
import PulmoKit

struct DatasetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dataset", abstract: "Look at labelled films.", subcommands: [DatasetInspect.self])
}

struct DatasetInspect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Count the films, labels, patients and sizes of a dataset, and name what is wrong with it.",
    discussion: """
      Reads and decodes every film below a folder, or those a CSV manifest lists, and prints: films and patients by part and \
      label; how many films a patient has, and patients that stand in more than one part; sizes; groups of files with the same \
      bytes, and among them those under two labels, two patients or two parts; names that contradict their folder; films that \
      cannot be read, each with its reason; what was left out.

      The folder is one of: train, val and test folders above NORMAL and PNEUMONIA folders; NORMAL and PNEUMONIA (or \
      bacterial and viral) folders; files whose names say the label (BACTERIA-…, VIRUS-…, NORMAL-…, person1_bacteria_2…). A \
      manifest has the columns path and label, and may have patient and split.

      JSON (--json)
        {"directory": text, "digest": one SHA-256 over all films,
         "folders": [{"folder", "films", "patients", "labels": [{"label", "films", "patients"}]}],
         "patients": {"count", "films": {"minimum", "median", "maximum"}, "largest", "acrossFolders": [names]},
         "sizes": {"distinct", "width", "height": {"minimum", "median", "maximum"}}, or absent,
         "duplicates": [{"sha256", "films": [ids], "acrossLabels", "acrossPatients", "acrossFolders"}],
         "contradictions": [ids], "unreadable": [{"id", "reason"}], "skipped": [{"path", "reason"}]}
        Keys are added in later versions, never renamed.

      EXAMPLES
        pulmo dataset inspect chest_xray
        pulmo dataset inspect our-films/manifest.csv --json dataset.json

      EXIT CODES
        0    every film can be read
        1    some films cannot be read: each is named
        3    there is no dataset, or none of its films can be read
        64   wrong usage
        130  interrupted
      """)

  @Argument(help: ArgumentHelp("The folder of labelled films, or a CSV manifest.", valueName: "dir"))
  var directory: String

  @Option(help: ArgumentHelp("Write what was found as JSON to this file; - is standard output, in place of the text.", valueName: "file"))
  var json: String?

  func run() async throws {
    let jsonFile = try json.map { path throws(CommandError) in try OutputFile(path, .aside) }
    let meter = ProgressMeter("reading films", unit: "films")
    let inspection = try await orNothingDone { try await DatasetInspection.inspect(at: directory) { meter.update($0, of: $1) } }
    meter.finish()
    if json != "-" { Console.shared.print("\(inspection)") }
    try jsonFile?.write(JSON.document(inspection))
    try jsonFile?.finish()
    if inspection.unreadable.count == inspection.filmCount {
      throw CommandError.nothingDone("none of the \(inspection.filmCount) films can be read")
    }
    if !inspection.unreadable.isEmpty { throw CommandError.someFailed }
  }
}
