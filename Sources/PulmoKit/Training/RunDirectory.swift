import FoundationEssentials
import NeuralNet

/// Everything needed to repeat a training, to resume it, and what came of it:
///
/// ```
/// recipe.yaml        every setting written out       metrics.csv          a row for each epoch
/// split.csv          which film is in which part     events.out.tfevents… the same for TensorBoard, and each step
/// data-hashes.csv    SHA-256 of each film's file     checkpoints/         the last two
/// environment.json   versions, processor, threads    artifact/            the model
/// curves.html        the curves as a page           threshold-scores.csv the recipe's thresholdScores, where it names them
/// ```
struct RunDirectory: Sendable {
  let path: String

  var recipe: String { joinPath(path, "recipe.yaml") }
  var split: String { joinPath(path, "split.csv") }
  var thresholdScores: String { joinPath(path, "threshold-scores.csv") }
  var dataHashes: String { joinPath(path, "data-hashes.csv") }
  var environment: String { joinPath(path, "environment.json") }
  var metrics: String { joinPath(path, "metrics.csv") }
  var curves: String { joinPath(path, "curves.html") }
  var checkpoints: CheckpointFolder { CheckpointFolder(path: joinPath(path, "checkpoints")) }
  var artifact: String { joinPath(path, "artifact") }

  init(at path: String) { self.path = path }

  /// Makes the folder of a new run. By default it is `runs/<name>-<UTC time>`.
  static func create(for recipe: Recipe, at path: String?, now: Date = Date()) throws(TrainingError) -> RunDirectory {
    let time = now.formatted(
      .iso8601.year().month().day().dateSeparator(.omitted).time(includingFractionalSeconds: false).timeSeparator(.omitted))
    let run = RunDirectory(at: path ?? "runs/\(recipe.name)-\(time)")
    if FileStatus(path: run.path) != nil, (try? fileNames(inFolder: run.path))?.isEmpty != true {
      throw .run(path: run.path, reason: "is not empty; give a new folder, or resume the run that is in it")
    }
    do throws(FileError) {
      try DurableFile.makeFolder(at: run.path)
    } catch { throw TrainingError(error) }
    try run.write(recipe)
    return run
  }

  private func write(_ recipe: Recipe) throws(TrainingError) {
    let yaml: String
    do throws(RecipeError) { yaml = try recipe.yaml } catch { throw .run(path: self.recipe, reason: "\(error)") }
    do throws(FileError) { try DurableFile.write(Data(yaml.utf8), to: self.recipe) } catch { throw TrainingError(error) }
  }

  /// Writes `id,sha256` for each film, in order of id.
  func write(_ hashes: FileHashes) throws(TrainingError) {
    let rows = hashes.sha256.sorted { $0.key < $1.key }.map { CSVTable.line([$0.key, $0.value]) }
    let text = CSVTable.line(["id", "sha256"]) + rows.joined()
    do throws(FileError) { try DurableFile.write(Data(text.utf8), to: dataHashes) } catch { throw TrainingError(error) }
  }

  func write(_ environment: RunEnvironment) throws(TrainingError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(environment) else { throw .run(path: self.environment, reason: "cannot be written as JSON") }
    do throws(FileError) { try DurableFile.write(json + Data("\n".utf8), to: self.environment) } catch { throw TrainingError(error) }
  }

  /// The environment the run began in; nil where it was not recorded, or the record makes no sense.
  var recordedEnvironment: RunEnvironment? {
    guard let json = FileManager.default.contents(atPath: environment),
      let recorded = try? JSONDecoder().decode(RunEnvironment.self, from: json), (1...1024).contains(recorded.threads)
    else { return nil }
    return recorded
  }

  /// Removes what a killed writer left half-written.
  func removeTemporaryFiles() {
    for folder in [path, checkpoints.path] { DurableFile.removeTemporaries(inFolder: folder) }
  }
}
