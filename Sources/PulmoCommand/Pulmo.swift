import ArgumentParser
import Glibc
import PulmoKit

/// The command `pulmo`: arguments in, text out.
@main
struct Pulmo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pulmo",
    abstract: "Screen children's chest X-rays for pneumonia.",
    discussion: """
      Pulmo trains convolutional networks on a CPU, measures them, and screens films with them. For each film it says three \
      things apart: the network's probability of pneumonia, the threshold that was chosen for the model, and the decision \
      that follows.

      The shipped models learned from anterior-posterior films of children of one to five years from one hospital. \
      Nothing that Pulmo prints is a diagnosis.

      EXAMPLES
        pulmo screen Examples
        pulmo train Recipes/deep-cnn-augmented.yaml data=chest_xray
        pulmo evaluate --data chest_xray --split test

      EXIT CODES
        0    done
        1    some inputs failed: each is named with its reason, the rest is done
        3    nothing could be done
        64   wrong usage
        130  interrupted (Ctrl-C); what was done by then is kept
      """,
    version: pulmoVersion,
    subcommands: [
      Screen.self, Explain.self, Evaluate.self, Compare.self, Audit.self, Train.self, CrossValidate.self, Calibrate.self,
      DatasetCommand.self, ModelCommand.self, Benchmark.self,
    ])

  static func main() async {
    // A reader that goes away (`pulmo screen … | head`) shows as an error of `write`, not as a signal.
    signal(SIGPIPE, SIG_IGN)
    let work = Task { await status() }
    let interruption = Interruption { work.cancel() }
    let code = await work.value
    interruption.end()
    Glibc.exit(code)
  }

  /// Parses the arguments, runs the command, reports its error: the process's exit code.
  private static func status() async -> Int32 {
    do {
      var command = try await asyncParseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return 0
    } catch let error as CommandError {
      Console.shared.clearProgress()
      if let message = error.message { Console.shared.note("pulmo: \(message)") }
      return error.exitCode
    } catch is CancellationError {
      Console.shared.clearProgress()
      Console.shared.note("pulmo: interrupted")
      return CommandError.interruptedCode
    } catch {
      Console.shared.clearProgress()
      let code = exitCode(for: error).rawValue
      let text = fullMessage(for: error)
      if !text.isEmpty { code == 0 ? Console.shared.print(text) : Console.shared.note(text) }
      return code
    }
  }
}
