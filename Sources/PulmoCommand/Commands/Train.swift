import ArgumentParser
import FoundationEssentials
import Imaging
import PulmoKit

struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model from a recipe.",
    usage: """
      pulmo train <recipe> [<key=value> ...] [--output <folder>]
      pulmo train --resume <run> [data=<dir>]
      """,
    discussion: """
      A recipe is a YAML file that says everything a training depends on: the network, the split, augmentation, optimizer, \
      seed. Recipes holds one for every network Pulmo knows, with comments. key=value lays a value over the recipe's; dots \
      lead to nested keys. Unknown keys are refused.

      data names labelled films: a folder with NORMAL and PNEUMONIA folders, or with train, val and test above them, of \
      which only train is learned from unless the recipe names more, never test. Films are split by child and by content: \
      one part is learned from, one chooses the best epoch and the threshold, the last is only measured on, or chooses thresholds of \
      triage where the recipe asks for them. trainedOn says in a \
      line what the films show, and every output of the model repeats it: the recipes in Recipes name the Kermany films.

      The run's folder holds all that is needed to repeat it: the resolved recipe, the split, data hashes, versions, \
      metrics.csv, TensorBoard files, checkpoints and, in the end, the model in artifact. Its curves.html shows loss, accuracy, \
      AUROC and learning rate, and follows the training while it is open in a browser. The same curves end the output as text, \
      in plain characters where the locale is not UTF-8 or NO_COLOR is set.

      Ctrl-C ends the step at work, saves a checkpoint and prints how to resume. A resumed run ends with the same bits as an \
      uninterrupted one, also after a crash, on the same type of processor.

      EXAMPLES
        pulmo train Recipes/deep-cnn-augmented.yaml data=chest_xray
        pulmo train Recipes/small-cnn.yaml data=chest_xray seed=7 epochs=5 --output runs/small
        pulmo train Recipes/deep-cnn.yaml data=our-films init=deep-cnn-augmented trainedOn='PA, adults'
        pulmo train Recipes/deep-cnn.yaml data=our-films architecture=resNet init=resnet18.safetensors
        pulmo train --resume runs/small

      EXIT CODES
        0    the model is made
        1    so it is, but some films could not be read: each is named on standard error
        3    nothing could be trained, or the training failed: the last checkpoint stays
        64   wrong usage, such as a key that recipes do not have
        130  interrupted; the checkpoint is saved

      Not for diagnosis. A model learns the films it is given: this project's are anterior-posterior films of children of \
      one to five years.
      """)

  @Argument(help: ArgumentHelp("The recipe's file.", valueName: "recipe"))
  var recipe: String?

  @Argument(help: ArgumentHelp("Values laid over the recipe's, such as data=DIR or optimizer.adam.epsilon=1e-8.", valueName: "key=value"))
  var overrides: [String] = []

  @Option(help: ArgumentHelp("Go on with the run in this folder, with its own recipe; only data may be given anew.", valueName: "run"))
  var resume: String?

  @Option(help: ArgumentHelp("The run's folder, new or empty. (default: runs/NAME-TIME)", valueName: "folder"))
  var output: String?

  mutating func validate() throws {
    if let first = recipe, first.contains("=") {
      // `pulmo train --resume RUN data=DIR` gives no recipe.
      overrides.insert(first, at: 0)
      recipe = nil
    }
    if let resume {
      if output != nil { throw ValidationError("--resume goes on in \(resume) itself; leave --output out.") }
      for override in overrides where !override.hasPrefix("data=") {
        throw ValidationError("A resumed run keeps its recipe; leave \(override) out, or begin a new run. Only data= may be given anew.")
      }
    } else if recipe == nil {
      throw ValidationError("Say which recipe to train: pulmo train Recipes/deep-cnn-augmented.yaml data=DIR")
    }
    for override in overrides where !override.contains("=") {
      throw ValidationError("'\(override)' is no key=value; only one recipe can be trained at a time.")
    }
  }

  func run() async throws {
    let run = try await orNothingDone { try makeRun() }
    let reporter = TrainingReporter(batchSize: run.recipe.batchSize)
    let outcome = try await orNothingDone { try await run.run { reporter.report($0) } }
    reporter.finish()
    switch outcome {
    case .interrupted(let checkpoint):
      let place = checkpoint.map { "saved as \($0). Go on with" } ?? "before the first step was done. Begin again with"
      throw CommandError.interrupted("interrupted; \(place)\n  pulmo train --resume \(run.path)")
    case .finished(let result):
      let curves = TextCurve.lines(of: result.history, width: 60, TextCurve.style(environment: ProcessInfo.processInfo.environment))
      for line in curves + Self.lines(result, in: run.path) { Console.shared.print(line) }
      if !result.skipped.isEmpty { throw CommandError.someFailed }
    }
  }

  private func makeRun() throws -> TrainingRun {
    do {
      if let resume {
        let expected: Recipe? =
          if let recipe { try Recipe(at: recipe, overrides: overrides) } else if overrides.isEmpty { nil } else {
            try Recipe(at: resume + "/recipe.yaml", overrides: overrides)
          }
        return try TrainingRun(resuming: resume, expecting: expected)
      }
      var recipe = try Recipe(at: recipe ?? "", overrides: overrides)
      if let initial = recipe.initialModel, !initial.hasSuffix(Recipe.weightsSuffix) {
        recipe.initialModel = try ModelLocator().folder(of: initial)
      }
      return try TrainingRun(recipe, at: output)
    } catch let error as RecipeError {
      throw CommandError.usage("\(error)")
    }
  }

  private static func lines(_ result: TrainingResult, in run: String) -> [String] {
    var lines = ["", "The weights are those of epoch \(result.bestEpoch). All curves: \(run)/curves.html"]
    lines += ModelNotice(manifest: result.artifact.manifest).lines
    lines += ["", "On the part val, which had its part in the choices (\(result.validation.count) films):", "", result.validation.table]
    if let test = result.test {
      let flattery = result.artifact.manifest.flattery
      lines += [
        "",
        "On the part \(flattery == nil ? "that chose \(result.artifact.manifest.chosenByTest)" : "test") (\(test.count) films\(flattery.map { ", \($0)" } ?? "")):",
      ]
      lines += ["", test.table]
    }
    lines += [
      "", "The model is in \(result.artifactPath). Use it with", "  pulmo screen --model \(result.artifactPath) FILMS",
      ModelNotice.notForDiagnosis,
    ]
    return lines
  }
}
