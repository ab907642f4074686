import ArgumentParser
import PulmoKit

struct DatasetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dataset", abstract: "Look at labelled films.",
    subcommands: [DatasetInspect.self, DatasetSettings.self, DatasetRegions.self])
}

struct DatasetInspect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Count the films, labels, patients and sizes of a dataset, and find what would make a model's figures wrong.",
    discussion: """
      Reads and decodes every film below a folder, or those a CSV manifest lists, and prints: films and patients by part and \
      label; how many films a patient has, and patients that stand in more than one part; sizes; groups of files with the same \
      bytes, and of files that differ but show one picture (re-encoded, resized, squashed, brightened), and among them those \
      under two labels, two patients or two parts; names that contradict their folder; films that cannot be read, each with its \
      reason; what was left out.

      A table says how well a single trait tells pneumonia from normal, whatever the lungs show: file size, width, height, \
      their ratio, JPEG quality and tables, mean brightness, brightness of the border, sharpness. AUROC 0.5 is not at all; \
      from 0.7 on, to either side, is a warning, from 0.9 on a failure. JPEG tables have no more or less: a film's are scored \
      by how often they are a pneumonia's among the films of other patients.

      Then each check gets a verdict: pass, warn, fail, or unknown where the data do not allow it; with the films that are \
      meant and the way out. Copies that were cut, turned or mirrored are not found.

      With --split-file, leaks are looked for between the parts of that split.

      The folder is one of: train, val and test folders above NORMAL and PNEUMONIA folders; NORMAL and PNEUMONIA (or \
      bacterial and viral) folders; files whose names say the label (BACTERIA-…, VIRUS-…, NORMAL-…, person1_bacteria_2…). A \
      manifest has the columns path and label, and may have patient and split.

      JSON (--json)
        {"directory": text, "digest": one SHA-256 over all films,
         "folders": [{"folder", "films", "patients", "labels": [{"label", "films", "patients"}]}],
         "patients": {"count", "films": {"minimum", "median", "maximum"}, "largest", "acrossFolders": [names]},
         "sizes": {"distinct", "width", "height": {"minimum", "median", "maximum"}}, or absent,
         "duplicates": [{"sha256", "films": [ids], "acrossLabels", "acrossPatients", "acrossFolders"}],
         "copies": [{"correlation", "films": [ids], "acrossLabels", "acrossPatients", "acrossFolders"}],
         "contradictions": [ids], "unreadable": [{"id", "reason"}], "skipped": [{"path", "reason"}],
         "namelessPatients": films whose child is not known, "splitFile": text or absent,
         "shortcuts": [{"trait", "films", "verdict", "auroc", "interval": {"value", "lower", "upper"},
                        "normalMedian", "pneumoniaMedian"}], figures that are undefined left out,
         "checks": [{"name", "verdict": "pass", "warn", "fail" or "unknown", "finding", "remedy",
                     "items": [text]}]}
        Keys are added in later versions, never renamed.

      EXAMPLES
        pulmo dataset inspect chest_xray
        pulmo dataset inspect our-films/manifest.csv --json dataset.json
        pulmo dataset inspect chest_xray --html dataset.html
        pulmo dataset inspect chest_xray --split-file runs/small/split.csv

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

  @Option(help: ArgumentHelp("Write what was found as a page that opens in any browser, without a network.", valueName: "file"))
  var html: String?

  @Option(
    help: ArgumentHelp(
      "Look for leaks between the parts of this split in place of the folders: a run's split.csv, or a CSV with columns id and split.",
      valueName: "file"))
  var splitFile: String?

  func run() async throws {
    let jsonFile = try json.map { path throws(CommandError) in try OutputFile(path, .aside) }
    let htmlFile = try html.map { path throws(CommandError) in try OutputFile(path, .aside) }
    let meter = ProgressMeter("reading films", unit: "films")
    let inspection = try await orNothingDone {
      try await DatasetInspection.inspect(at: directory, splitFile: splitFile) { meter.update($0, of: $1) }
    }
    meter.finish()
    if json != "-", html != "-" { Console.shared.print("\(inspection)") }
    try jsonFile?.write(JSON.document(inspection))
    try jsonFile?.finish()
    try htmlFile?.write(inspection.page.document)
    try htmlFile?.finish()
    if inspection.unreadable.count == inspection.filmCount {
      throw CommandError.nothingDone("none of the \(inspection.filmCount) films can be read")
    }
    if !inspection.unreadable.isEmpty { throw CommandError.someFailed }
  }
}
