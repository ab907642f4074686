import ArgumentParser
import FoundationEssentials

/// How many processors a command may keep busy.
struct ThreadOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Threads to decode and to compute with. (default: one per processor)", valueName: "count"))
  var threads: Int?

  var count: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads has to be 1 to 1024, not \(threads).") }
  }
}
