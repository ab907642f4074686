import ArgumentParser

/// Pulmo's side of `compare.py`, beside the peers' of `peers/`.
@main
struct PulmoPeer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "PulmoPeer", abstract: "Pulmo's side of the comparison with other libraries.",
    subcommands: [Prepare.self, Serve.self, Peak.self])
}
