import ArgumentParser
import FoundationEssentials

/// How many processors a command may keep busy.
struct ThreadOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Threads to decode and to compute with. (default: one per processor)", valueName: "count"))
  var threads: Int?

  var count: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads has to be at least 1, not \(threads).") }
  }
}
