import ArgumentParser
import Imaging
import NeuralNet
import PulmoKit

struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show where on a film a model sees what speaks for a class, and whether to believe it.",
    discussion: """
      Writes for each film and method a picture of the film's own resolution with the explanation on it, explanations.html with \
      those of the first 500 films side by side, explanations.json with the numbers, and the heatmaps as FILM.safetensors.

      METHODS
        lime                  hides superpixels, 1,000 times, and fits a line: a mask of the ten that count most (green for the \
      class, red against it) and a heatmap (bluer: for it)
        grad-cam, grad-cam++  where the last features that speak for the class lie; the network must be a convolutional one
        occlusion             by how much a patch over each place lowers the class's log-odds
        integrated-gradients  what each pixel adds to the log-odds on the way from black to the film
        feature-maps          what each block of the network makes of the film: a grid of its channels, and one channel of all \
      blocks

      A picture explains the network, not the child: it shows what the network reacts to, which may be a letter or the film's \
      border. --check puts each map to the test: whether it changes when the network forgets what it learned, whether hiding what \
      it names changes the probability, whether it lies in the lungs and off borders and corners, and for LIME whether other \
      samples say the same. The verdict stands on the picture. Without it pictures say that they are not checked.

      The same film, model, options and seed give the same pictures on any number of threads.

      JSON (explanations.json)
        {"model": {"name", "version", "sha256" (of the weights), "trainedOn"}, "notice": text,
         "options": {"class", "seed", "isChecked", "methods": [{"method"}], "featureMaps": [layers], "channel"},
         "films": [{"path", "files": [names], "error": the reason, or null,
                    "explanation": {"label", "probability",
                                    "prediction": {"probability", "probabilities", "threshold", "decision", "triage"},
                                    "explanations": [{"method", "least", "greatest" (of the heatmap), "verdict"}],
                                    "featureMaps": [{"layer", "channels", "width", "height"}]}, or null}]}
        Of the methods in "options" lime has "samples", "segmentation": {"method", and quickshift's "kernelSize", "maximumDistance" and \
      "ratio" or slic's "segments", "compactness", "smoothing", "iterations", "minimumSize" and "maximumSize"} and "hiding": {"by": "mean" \
      or "color", "level"}; grad-cam "layer"; occlusion "patch", a share of the shorter side, and "level", null for the film's mean; \
      integrated-gradients "steps" and "baselineLevel". With the model, the film and this version of pulmo they make each picture again.
        Beside the keys above, an explanation by lime has "superpixels", "weights", "intercept", "localPrediction", "determination" (R²) and "stability"; \
      grad-cam "layer"; integrated-gradients "output", "baselineOutput", "sum" and "completenessGap". A verdict, null without \
      --check, has "outcome": "trust", "doubt" or "distrust", "summary", "checks", "weights", "hiding", "shares", "stability". \
      Every key is always there, and null where it has no value. Keys are added in later versions, never renamed.

      EXAMPLES
        pulmo explain film.jpeg --output why
        pulmo explain Examples --method grad-cam --method lime --check --output why
        pulmo explain film.jpeg --class viral --method feature-maps --channel 3 --output why

      EXIT CODES
        0    every film is explained
        1    some films could not be read or explained: each is named, the rest is done
        3    no film could be explained, or the model cannot be used, or the folder cannot be written
        64   wrong usage
        130  interrupted; what was written by then stays

      Not for diagnosis.
      """)

  @Argument(help: ArgumentHelp("Films, and folders of films.", valueName: "path"))
  var paths: [String]

  @Option(help: ArgumentHelp("How to explain; may be given several times.", valueName: "method"))
  var method: [ExplainMethod] = [.lime]

  @OptionGroup var model: ModelOptions

  @Option(
    name: .customLong("class"),
    help: ArgumentHelp(
      "The class to explain: normal, pneumonia, and bacterial or viral where the model tells them apart.", valueName: "class"))
  var label = Label.pneumonia

  @Option(help: ArgumentHelp("The folder for pictures, page and numbers.", valueName: "dir"))
  var output: String

  @Flag(help: "Put each map to the test; takes several times as long.")
  var check = false

  @Option(help: ArgumentHelp("Of LIME's samples and of the checks' draws.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("Pictures that LIME asks the network about, 2 to 100000.", valueName: "n"))
  var samples = 1000

  @Option(help: ArgumentHelp("How LIME cuts the film.", valueName: "method"))
  var segmentation = SegmentationArgument.quickshift

  @Option(help: ArgumentHelp("What LIME puts in place of a hidden superpixel: its mean, or black.", valueName: "color"))
  var hiding = HidingArgument.mean

  @Option(help: ArgumentHelp("Places where integrated gradients take the gradient, 1 to 10000.", valueName: "n"))
  var steps = IntegratedGradients.standardSteps

  @Option(help: ArgumentHelp("The feature maps' channel that is shown across all blocks, from 0.", valueName: "n"))
  var channel = 0

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard (2...100_000).contains(samples) else { throw ValidationError("--samples must be 2 to 100000, not \(samples).") }
    guard (1...10_000).contains(steps) else { throw ValidationError("--steps must be 1 to 10000, not \(steps).") }
    guard channel >= 0 else { throw ValidationError("--channel counts from 0, so it cannot be \(channel).") }
  }

  func run() async throws {
    let search = FilmSearch(paths)
    guard !search.films.isEmpty || !search.failures.isEmpty else {
      throw CommandError.nothingDone("there is no film (.jpeg, .jpg or .png) in \(paths.joined(separator: ", "))")
    }
    let artifact = try await model.load()
    let known = ExplainedNetwork(artifact).labels
    guard known.contains(label) else {
      let names = known.map(\.rawValue).joined(separator: ", ")
      throw CommandError.usage("the model \(artifact.manifest.name) does not tell \(label.rawValue) apart; --class takes \(names)")
    }
    let explainer = try await orNothingDone { try await FilmExplainer(artifact, options, threads: threads.count) }
    let report = try ExplainReport(output, manifest: artifact.manifest, settings: explainer.settings, channel: channel)
    for failure in search.failures { try report.add(failure) }
    let meter = ProgressMeter("explaining", unit: "films")
    for (index, path) in search.films.enumerated() {
      meter.update(index, of: search.films.count)
      do {
        try report.add(try await explanation(ofFilmAt: path, by: explainer))
      } catch let error as ImagingError {
        try report.add(error)
      } catch is CancellationError {
        meter.finish()
        try report.finish()
        throw CommandError.interrupted("interrupted after \(index) of \(search.films.count) films; \(output) holds what was done")
      } catch {
        meter.finish()
        try report.finish()
        throw error
      }
    }
    meter.finish()
    try report.finish()
    if report.explained == 0 { throw CommandError.nothingDone("none of the films could be explained") }
    if report.failed > 0 { throw CommandError.someFailed }
  }

  private var options: ExplanationOptions {
    var options = ExplanationOptions()
    options.methods = method.compactMap(\.method)
    options.showsFeatureMaps = method.contains(.featureMaps)
    options.channel = channel
    options.label = label
    options.isChecked = check
    options.steps = steps
    options.lime.seed = seed
    options.lime.sampleCount = samples
    options.lime.segmentation = segmentation.segmentation
    options.lime.hiding = hiding.hiding
    return options
  }

  /// What is wrong with a film is the film's; an error of the engine ends the command.
  private func explanation(ofFilmAt path: String, by explainer: FilmExplainer) async throws -> FilmExplanation {
    do {
      return try await explainer.explanation(ofFilmAt: path)
    } catch let error as NeuralNetError {
      throw CommandError.nothingDone("the engine failed: \(error)")
    }
  }
}
