import ArgumentParser
import Imaging
import PulmoKit

struct DatasetSettings: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Tell apart the machines and habits that films come from, and count labels by them.",
    discussion: """
      Films of one machine share borders, corner annotations, tone curve and sharpness. Where a setting has more pneumonias than \
      others, a network learns the setting for the disease, and calls a healthy child from it sick. This command clusters films by \
      what shows their setting and as little as can be of the lungs: the border of a thumbnail, the distribution of grey levels, \
      and how sharp the film is. The label has no part in it. Each trait is standardised, the three kinds weigh alike, and 20 \
      principal components are clustered by k-means. The same films and seed give the same settings. They are numbered by falling size.

      The table counts normal films and pneumonias by setting. Shares of normal films far apart are ties that a network can learn. \
      Settings with 20 films of each side can be held out: pulmo crossvalidate --settings measures a recipe on them.

      A setting is a cluster of pictures that look as if made alike. One machine may be split over several, and rare ones may share one.

      CSV (--output)
        id,setting: one film a row, its id below the folder, and the number of its setting. Films that cannot be read are left out.

      EXAMPLES
        pulmo dataset settings chest_xray --split train --output settings.csv
        pulmo dataset settings our-films/manifest.csv --count 6 --output settings.csv --html settings.html

      EXIT CODES
        0    done
        1    so it is, but some films could not be read: each is named on standard error
        3    nothing could be done
        64   wrong usage
        130  interrupted; nothing was written
      """)

  @Argument(help: ArgumentHelp("The folder of labelled films, or a CSV manifest.", valueName: "dir"))
  var directory: String

  @Option(help: ArgumentHelp("Take the films of this part alone: train, val or test.", valueName: "part"))
  var split: SplitName?

  @Option(help: ArgumentHelp("How many settings to look for.", valueName: "count"))
  var count = AcquisitionSettings.standardCount

  @Option(help: ArgumentHelp("Of the clustering: another seed may find other settings.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Write which film is of which setting as CSV to this file.", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("Write table and some films of each setting as a page that opens in any browser.", valueName: "file"))
  var html: String?

  func validate() throws {
    guard (1...1000).contains(count) else { throw ValidationError("--count has to be 1 to 1000, not \(count).") }
  }

  func run() async throws {
    let csvFile = try OutputFile(output, .aside)
    let htmlFile = try html.map { path throws(CommandError) in try OutputFile(path, .aside) }
    let dataset = try await orNothingDone { try Dataset(at: directory) }
    let studies = split.map { split in dataset.studies.filter { $0.folder == split } } ?? dataset.studies
    guard !studies.isEmpty else {
      throw CommandError.nothingDone(
        "\(directory) has no films in a folder \(split?.rawValue ?? ""); leave --split out to take all its films")
    }
    let meter = ProgressMeter("reading films", unit: "films")
    let (settings, unreadable) = try await orNothingDone {
      try await AcquisitionSettings.find(in: studies, count: count, seed: seed) { meter.update($0, of: $1) }
    }
    meter.finish()
    for error in unreadable { Console.shared.note("pulmo: \(error.path.printable): \(error.reason.printable)") }
    if output != "-", html != "-" { Console.shared.print(settings.table(of: studies)) }
    try csvFile.write(settings.csv)
    try csvFile.finish()
    if let htmlFile {
      let page = try await orNothingDone { try settings.page(of: studies, in: directory) }
      try htmlFile.write(page.document)
      try htmlFile.finish()
    }
    if !unreadable.isEmpty { throw CommandError.someFailed }
  }
}
