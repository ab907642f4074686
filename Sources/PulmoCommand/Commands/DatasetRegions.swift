import ArgumentParser
import Imaging
import PulmoKit

struct DatasetRegions: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regions",
    abstract: "Draw the region of the lungs on films drawn at random, to see where it fails.",
    discussion: """
      Models trained with input.region: lungs are shown the rectangle around the lungs alone. Before trusting them on other \
      films, look at where it lies: on half normal and half pneumonia films, as one picture. A table names the films by their \
      row and column. Where no chest is recognised the region is n/a, and a model is shown the whole film.

      EXAMPLES
        pulmo dataset regions chest_xray --output regions.png
        pulmo dataset regions our-films --output regions.png --count 96 --seed 2

      EXIT CODES
        0    the picture is written
        1    some of the films drawn cannot be read: each is named
        3    there is no dataset, none of the films can be read, or the picture cannot be written
        64   wrong usage
      """)

  @Argument(help: ArgumentHelp("The folder of labelled films, or a CSV manifest.", valueName: "dir"))
  var directory: String

  @Option(help: ArgumentHelp("Where the picture goes, a PNG.", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("How many films, 1 to 1000.", valueName: "n"))
  var count = 48

  @Option(help: ArgumentHelp("Which films are drawn.", valueName: "n"))
  var seed: UInt64 = 1

  func validate() throws {
    guard (1...1000).contains(count) else { throw ValidationError("--count must be 1 to 1000, not \(count)") }
  }

  func run() async throws {
    let sheet = try await orNothingDone { LungRegionSheet(of: try Dataset(at: directory), count: count, seed: seed) }
    for failure in sheet.unreadable { Console.shared.note("\(failure.path): \(failure.reason)") }
    guard let picture = sheet.picture else { throw CommandError.nothingDone("\(directory): none of the films drawn can be read") }
    try await orNothingDone { try picture.write(to: output, as: .png) }
    Console.shared.print("\(sheet)")
    if !sheet.unreadable.isEmpty { throw CommandError.someFailed }
  }
}
