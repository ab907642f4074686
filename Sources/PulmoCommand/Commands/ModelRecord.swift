import ArgumentParser
import PulmoKit

struct ModelRecord: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Give a model without one the record of the films it learned from.",
    discussion: """
      pulmo train stores a fingerprint of each film in the model (learned-films.json), so that pulmo evaluate can say where a \
      model is measured on films it learned from. This command makes the record for a model that lacks it, from the data it was \
      trained on: its recipe deals the films again, or --split-file names the split.csv of its run. The hashes in the manifest \
      have to agree, so a record of other films cannot be made. Weights, threshold and card stay as they are.

      EXAMPLES
        pulmo model record lite-three-class --data chest_xray
        pulmo model record run/artifact --data chest_xray --split-file run/split.csv

      EXIT CODES
        0    done
        3    there is no such model, or the films are not those it was made with
        64   wrong usage
        130  interrupted; the model is as it was
      """)

  @Argument(help: ArgumentHelp("The model's folder or name.", valueName: "model"))
  var model: String

  @Option(help: ArgumentHelp("The labelled films of its training: a folder or a CSV manifest.", valueName: "dir"))
  var data: String

  @Option(help: ArgumentHelp("The split.csv of its run. (default: its recipe deals the films again)", valueName: "file"))
  var splitFile: String?

  func run() async throws {
    let folder = try ModelLocator().folder(of: model)
    let meter = ProgressMeter("reading films", unit: "films")
    let recorded = try await orNothingDone {
      let artifact = try ModelArtifact(at: folder)
      let recorded = try await artifact.recordingFilms(of: data, splitFile: splitFile) { meter.update($0, of: $1) }
      try recorded.writeRecord(to: folder)
      return recorded
    }
    meter.finish()
    Console.shared.print("\(folder): a record of \(recorded.learnedFilms?.count ?? 0) films is in learned-films.json")
  }
}
