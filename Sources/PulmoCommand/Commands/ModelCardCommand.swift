import ArgumentParser
import FoundationEssentials
import PulmoKit

struct ModelCardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "Write a model's card: what it is for, what it learned from, what it reaches and where it fails.",
    discussion: """
      Writes MODEL_CARD.md from the model's folder and the files that pulmo evaluate --json and pulmo audit --json wrote about \
      it: intended use, population, network, data and training, threshold, figures with their intervals and how they were made, \
      subgroups, calibration, shortcuts, limits, and hashes. A training writes the same card without evaluations and audits.

      What only people can know (who is responsible, licences, approval, local validation) stands in the part Open, unanswered. \
      Where somebody has answered there, the card is not written over: give --output another file.

      An evaluation or an audit has to be of this very model, told by the hash of its weights. The card says where its films are those the \
      model learned from or was chosen on. Paths of films and score files stand in it as they were given to pulmo evaluate.

      EXAMPLES
        pulmo evaluate --model run/artifact --data our-films --json our-films.json
        pulmo model card run/artifact --evaluation our-films.json
        pulmo model card run/artifact --evaluation test.json our-films.json --output -
        pulmo model card run/artifact --evaluation test.json --audit audit.json

      EXIT CODES
        0    done
        3    no such model, an evaluation or audit of another one or none at all, or a card with answers in it
        64   wrong usage
      """)

  @Argument(help: ArgumentHelp("The model's folder or name.", valueName: "model"))
  var model: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Evaluations of this model, as pulmo evaluate --json writes them.", valueName: "file"))
  var evaluation: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Audits of this model, as pulmo audit --json writes them.", valueName: "file"))
  var audit: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write the card to this file; - is standard output. (default: MODEL_CARD.md in the model's folder)", valueName: "file"))
  var output: String?

  func validate() throws {
    for files in [evaluation, audit] {
      for (index, file) in files.enumerated() where files[..<index].contains(file) {
        throw ValidationError("\(file) is given twice; leave one out.")
      }
    }
  }

  func run() async throws {
    let folder = try ModelLocator().folder(of: model)
    let card = try await orNothingDone {
      let manifest = try ModelArtifact(at: folder).manifest
      return ModelCard(
        manifest, evaluations: try evaluation.map { try EvaluationRecord(at: $0, of: manifest) },
        audits: try audit.map { try AuditRecord(at: $0, of: manifest) })
    }
    let path = output ?? folder + "/MODEL_CARD.md"
    if path != "-", let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8), card.isAnswered(in: text) {
      throw CommandError.nothingDone(
        "\(path): somebody has written into its part Open, which a new card would lose; give --output another file")
    }
    let file = try OutputFile(path, .aside)
    try file.write(card.markdown)
    try file.finish()
    if path != "-" { Console.shared.print("wrote \(path.printable)") }
  }
}
