import ArgumentParser
import PulmoKit

@main
struct Pulmo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "pulmo")
}
