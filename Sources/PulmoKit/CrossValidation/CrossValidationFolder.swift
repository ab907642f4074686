import FoundationEssentials

/// What a cross-validation keeps on the disk:
///
/// ```
/// plan.json                     the recipe and the number of folds
/// grouped/split-fold-1.csv …    which film is in which part, for each fold
/// grouped/seed-1/fold-1/ …      a run for each seed and fold, as pulmo train makes it
/// grouped/seed-1/fold-1.csv …   the scores of the films that run left out
/// grouped/seed-1/fold-1-corruptions.csv …   their scores under every corruption, where that was asked for
/// grouped/scores-seed-1.csv …   these scores of all folds in one file, once all are done
/// by-film/seed-1/, seed-1.csv   the same for films dealt one by one
/// by-stretch/ …                 a plan, splits, runs and scores of folds that are stretches, named as above
/// by-setting/ …                 a plan, splits, runs and scores of held-out settings, named as above, and settings.csv, which film is of which
/// ```
struct CrossValidationFolder: Sendable {
  let path: String
  /// The protocol whose folds the plan and the splits are of: grouped, by stretch, or by setting.
  let folded: ValidationProtocol

  /// What the folder's trainings have in common.
  struct Plan: Codable {
    var formatVersion = 1
    /// As YAML, without where the data are.
    var recipe: String
    var folds: Int
    /// Films left out because they cannot be read.
    var skipped: [Skipped]

    struct Skipped: Codable {
      let path: String
      let reason: String
    }
  }

  var plan: String { joinPath(folded == .grouped ? path : folder(of: folded), "plan.json") }

  /// Which film is of which setting.
  var settings: String { joinPath(folder(of: .bySetting), "settings.csv") }

  /// Whether a file or folder of that name may stand in a cross-validation's folder; nil is a name that is no text.
  static func isOwn(_ name: String?) -> Bool { name.map { $0 == "plan.json" || ValidationProtocol(rawValue: $0) != nil } ?? false }

  func split(ofFold fold: Int) -> String { joinPath(folder(of: folded), "split-fold-\(fold).csv") }

  /// The folder of a training.
  func run(_ run: ValidationRun) -> String {
    let seed = joinPath(folder(of: run.protocol), "seed-\(run.seed)")
    return run.fold.map { joinPath(seed, "fold-\($0)") } ?? seed
  }

  /// The scores of the films that a training left out.
  func scores(_ run: ValidationRun) -> String { self.run(run) + ".csv" }

  /// The out-of-fold scores of a seed.
  func scores(ofSeed seed: UInt64) -> String { joinPath(folder(of: folded), "scores-seed-\(seed).csv") }

  func folder(of validation: ValidationProtocol) -> String { joinPath(path, validation.rawValue) }

  /// The plan that stands there; nil where there is none.
  func readPlan() throws(TrainingError) -> Plan? {
    guard FileStatus(path: plan) != nil else { return nil }
    guard let json = FileManager.default.contents(atPath: plan), let read = try? JSONDecoder().decode(Plan.self, from: json) else {
      throw .run(path: plan, reason: "cannot be read as a plan of a cross-validation; give a new folder")
    }
    return read
  }

  func write(_ plan: Plan) throws(FileError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(plan) else { throw FileError(path: self.plan, reason: "cannot be written as JSON") }
    try DurableFile.write(json + Data("\n".utf8), to: self.plan)
  }
}
