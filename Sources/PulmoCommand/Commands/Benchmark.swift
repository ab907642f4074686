import ArgumentParser
import FoundationEssentials
import NeuralNet
import PulmoKit

struct Benchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say how fast this machine trains and runs a network, and where the time goes.",
    discussion: """
      Makes a network of the given architecture with random weights and runs it on noise pictures: training steps (forward, \
      loss, backward, Adam) and inference, on a batch and on one picture. Each figure is the median of the runs. Nothing is \
      read but the arguments; nothing is written but --json.

      With --profile it prints one line for each step of the compiled program instead: the layer, what is done for it, which \
      implementation does it (oneDNN's own name, or pulmo), its milliseconds and its share of the run, 10⁹ multiplications and \
      additions a second where it is a convolution or a dense layer, and 10⁹ bytes a second, every buffer counted once. An \
      implementation with ref or gemm in its name is a slow one.

      Close other programs first: a machine that is busy, or gets warm, measures itself. Against PyTorch and other libraries, \
      measured in turn: make bench.

      EXAMPLES
        pulmo benchmark
        pulmo benchmark --profile
        pulmo benchmark --profile --mode inference --batch 1
        pulmo benchmark --architecture '{"dense": {"units": [256, 10]}}' --channels 3

      EXIT CODES
        0    done
        3    nothing could be done
        64   wrong usage
        130  interrupted
      """)

  @Option(help: ArgumentHelp("The network, as recipes name it, or as JSON with its settings.", valueName: "name"))
  var architecture = "deepCNN"

  @Option(help: ArgumentHelp("Rows and columns of a picture.", valueName: "pixels"))
  var size = 128

  @Option(help: ArgumentHelp("Channels of a picture.", valueName: "count"))
  var channels = 1

  @Option(help: ArgumentHelp("Pictures of a batch.", valueName: "count"))
  var batch = 32

  @Option(help: "Only training, or only inference. (default: both; with --profile, training)")
  var mode: NetworkBenchmark.Mode?

  @Flag(help: "Say where the time of a run goes, step by step.")
  var profile = false

  @Option(help: ArgumentHelp("Runs that are measured; three more before them are not.", valueName: "count"))
  var runs = 20

  @Option(help: ArgumentHelp("Write the figures as JSON; - is standard output.", valueName: "file"))
  var json: String?

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    for (name, value) in [("size", size), ("channels", channels), ("batch", batch), ("runs", runs)] where value < 1 {
      throw ValidationError("--\(name) has to be at least 1, not \(value).")
    }
  }

  func run() async throws {
    let jsonFile = try json.map { path throws(CommandError) in try OutputFile(path, .aside) }
    let report = try await report()
    if json != "-" { for line in report.lines { Console.shared.print(line) } }
    try jsonFile?.write(JSON.document(report))
    try jsonFile?.finish()
  }

  private func report() async throws -> BenchmarkReport {
    let benchmark = try network()
    var report = BenchmarkReport(
      architecture: architecture, input: benchmark.graph.inputShape.dimensions, parameters: benchmark.graph.parameterCount,
      threads: threads.count, oneDNN: OneDNN.version)
    try await orNothingDone {
      if profile {
        let mode = mode ?? .training
        report.profile = BenchmarkReport.Profile(
          mode: mode, batch: batch, profile: try await benchmark.profile(mode, batchSize: batch, runs: runs))
        return
      }
      for mode in NetworkBenchmark.Mode.allCases where self.mode == nil || self.mode == mode {
        for size in mode == .training || batch == 1 ? [batch] : [batch, 1] {
          let seconds = try await benchmark.seconds(of: mode, batchSize: size, runs: runs)
          report.rows.append(BenchmarkReport.Row(mode: mode, batch: size, seconds: seconds))
        }
      }
    }
    return report
  }

  /// The network that the arguments describe.
  private func network() throws(CommandError) -> NetworkBenchmark {
    let text = architecture.first == "{" ? architecture : "\"\(architecture)\""
    do {
      let decoded = try JSONDecoder().decode(Architecture.self, from: Data(text.utf8))
      return try NetworkBenchmark(decoded, input: [channels, size, size], threads: threads.count)
    } catch let DecodingError.dataCorrupted(context) {
      throw .usage("--architecture \(architecture.printable): \(context.debugDescription)")
    } catch let error as ShapeError {
      throw .usage("\(architecture.printable) does not take pictures of \(size)×\(size): \(error); give another --size")
    } catch {
      throw .usage("--architecture \(architecture.printable): \(error)")
    }
  }
}
