import ArgumentParser

/// Pulmo's side of `compare.py`: each subcommand does one thing in a fresh process and prints one line of JSON.
@main
struct TrainingBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "TrainingBenchmark",
    abstract: "Times training of the deep CNN, or writes what a peer needs to check that it computes the same.",
    subcommands: [StepTiming.self, EpochTiming.self, AgreementFiles.self])
}

/// What every subcommand is told.
struct Setting: ParsableArguments {
  @Option(help: "Channels of the input: 1 as shipped, 3 as in the project.")
  var channels = 1
  @Option(help: "Films a step.")
  var batch = 32
  @Option(help: "Threads the engine may use.")
  var threads = 2
}
