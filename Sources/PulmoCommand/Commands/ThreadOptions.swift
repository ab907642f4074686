import ArgumentParser
import Glibc

/// How many processors a command may keep busy.
struct ThreadOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Threads to decode and to compute with. (default: one per processor)", valueName: "count"))
  var threads: Int?

  var count: Int { threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads has to be at least 1, not \(threads).") }
  }
}
