import ArgumentParser
import Imaging
import PulmoKit

struct CrossValidate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crossvalidate",
    abstract: "Measure a recipe on all of its films, each by a model that left it out.",
    usage: "pulmo crossvalidate <recipe> [<key=value> ...] --output <folder> [--folds <count>] [--seeds <count>]",
    discussion: """
      Deals the films into folds, whole children, identical files and re-encoded or resized copies together, and trains a model \
      for each seed and fold on the other folds, as pulmo train does; a share of them chooses the epoch. Each fold is scored by \
      the model that left it out. The threshold a fold is judged by finds the wanted share of the pneumonias of the other \
      folds. The table has a row for each training, mean and standard deviation over all of them, and for each seed the \
      decisions on all films with 95% intervals: the wider of one that takes films as independent and one of resampled children, for the \
      trainings as they are.

      A model to start from (init=MODEL) is refused where it learned from any of the films, or where its record does not tell. Of a \
      file of weights (init=FILE.safetensors) that is not known, and table and JSON say so.

      --protocol both also trains on films dealt one by one, 80% to learn from, 10% to choose on, 10% to measure on, once a seed, \
      as published figures often come about. Children then stand on both sides and the figures flatter, so they are printed beside \
      the grouped ones only.

      --settings FILE holds out whole acquisition settings in place of children drawn at random: every setting with 20 normal films \
      and 20 pneumonias is measured once a seed by a model that learned from no film of it, and of none of its children. The \
      settings are dealt into --folds groups of about equal films; films of the other settings are learned from and not measured. \
      Each is judged at the threshold its model chose on settings that it knows. pulmo dataset settings makes the file; it may also be a \
      site's own, columns id and setting. Nothing else is trained then, and the folder's by-setting part holds it.

      --stretches makes each fold of one stretch of consecutive numbers in each series of children (IM-0115, IM-0117, …), in place of \
      children drawn at random. Numbers probably follow time and machines, so a fold's films have fewer neighbours among what its model \
      learned from, as films that are still to come have. All other figures are as above; the folder's by-stretch part holds it.

      Ctrl-C ends the step at work and saves a checkpoint; the same command goes on from there with the same bits and passes over \
      what is done. More seeds add to what is there. Machines that share the folder may each do a fold (--only-fold); figures that \
      need the others are n/a until they are done.

      --corruptions also scores each fold's films, by the model that left them out, under a fixed list of changes that a user's picture may \
      have (pulmo evaluate --help), and adds the figures of each seed's films together: a row a change, mean and worst area. What was \
      trained before is not trained again for it.

      The folder holds a run for each training (pulmo train --help says what is in it), split-fold-K.csv, and \
      grouped/scores-seed-S.csv once a seed is done: each film's out-of-fold score with its fold, for pulmo evaluate --from-scores. These \
      are scores of several models on one scale: an area over all of them is of no single model.

      JSON (--json)
        {"name", "wantedSensitivity", "promise": {"missRate", "alarmRate"} of triage, "warnings": [text], "notice": text,
         "failures": [{"path", "error"}],
         "bySetting" (or null): {
           "settings": [{"setting", "seed", "fold", "films", "patients", "threshold", "confusion",
                         "auroc", "sensitivity", "specificity":
                         {"value", "lower", "upper", "independent", "clustered"}}],
           "missing": [{"protocol", "seed", "fold"}],
           "seeds": [{"seed", "films", "auroc", "worstSetting", "aurocOfWorst"}],
           "auroc", "aurocOfWorst": as those of "grouped"},
         "grouped" (empty lists beside "byStretch"), "byFilm" and "byStretch" (these two or null): {
           "trainings": [{"seed", "fold" or null, "films", "patients", "auroc", "threshold", "accuracy",
                          "sensitivity", "specificity", "confusion": {"tn", "fp", "fn", "tp"}}],
           "missing": [{"protocol", "seed", "fold"}],
           "auroc", "accuracy", "sensitivity", "specificity", "aurocOfSeedMeans":
             {"mean", "standardDeviation", "minimum", "maximum", "count"},
           "seeds": [{"seed", "confusion", "accuracy", "sensitivity", "specificity":
                      {"value", "independent" and "clustered": {"value", "lower", "upper"}},
                      "triage": as pulmo evaluate --json has it, by thresholds of the other folds, or null}]},
         "corruptions": [{"seed", and the keys that pulmo evaluate --json has there}],
                        or null without --corruptions}
        Keys are added in later versions, never renamed.

      EXAMPLES
        pulmo crossvalidate Recipes/deep-cnn.yaml data=chest_xray --output runs/deep
        pulmo crossvalidate Recipes/small-cnn.yaml data=chest_xray --folds 3 --seeds 1 --output runs/small
        pulmo crossvalidate Recipes/deep-cnn.yaml data=chest_xray --only-fold 2 --output runs/deep
        pulmo crossvalidate Recipes/deep-cnn.yaml data=chest_xray --stretches --output runs/deep
        pulmo crossvalidate Recipes/deep-cnn.yaml data=chest_xray --settings settings.csv --output runs/deep

      EXIT CODES
        0    done
        1    so it is, but some films could not be read: each is named on standard error
        3    nothing could be done, or a training failed: what is done stays
        64   wrong usage
        130  interrupted; the same command goes on

      Not for diagnosis.
      """)

  enum Choice: String, CaseIterable, ExpressibleByArgument { case grouped, both }

  @Argument(help: ArgumentHelp("The recipe's file.", valueName: "recipe"))
  var recipe: String

  @Argument(help: ArgumentHelp("Values laid over the recipe's, such as data=DIR or epochs=20.", valueName: "key=value"))
  var overrides: [String] = []

  @Option(help: ArgumentHelp("Folds: each film is measured once a seed.", valueName: "count"))
  var folds = 5

  @Option(help: ArgumentHelp("Trainings of each fold: with the recipe's seed and those that follow it.", valueName: "count"))
  var seeds = 3

  @Option(help: ArgumentHelp("Do this fold alone, from 1, of every seed.", valueName: "fold"))
  var onlyFold: Int?

  @Option(
    name: .customLong("protocol"), help: ArgumentHelp("grouped: whole children; both: films one by one beside it.", valueName: "name"))
  var choice = Choice.grouped

  @Option(
    help: ArgumentHelp(
      "Hold out whole settings: a CSV with columns id and setting, such as pulmo dataset settings writes.", valueName: "file"))
  var settings: String?

  @Flag(help: "Make each fold of consecutive numbers of every series of children, not of children drawn at random.")
  var stretches = false

  @Flag(help: "Score what each model left out under a fixed list of corruptions too.")
  var corruptions = false

  @Option(help: ArgumentHelp("The folder to work in: new, or that of the same command before.", valueName: "folder"))
  var output: String

  @Option(help: ArgumentHelp("Write the figures as JSON to this file; - is standard output, in place of the table.", valueName: "file"))
  var json: String?

  func validate() throws {
    guard folds >= 2 else { throw ValidationError("--folds has to be at least 2, not \(folds).") }
    guard (1...1000).contains(seeds) else { throw ValidationError("--seeds has to be 1 to 1000, not \(seeds).") }
    if let onlyFold, !(1...folds).contains(onlyFold) {
      throw ValidationError("--only-fold has to be 1 to \(folds), the number of folds, not \(onlyFold).")
    }
    if settings != nil, choice == .both { throw ValidationError("--settings holds out settings alone; leave --protocol both out.") }
    if stretches, choice == .both { throw ValidationError("--stretches holds out stretches alone; leave --protocol both out.") }
    if stretches, settings != nil { throw ValidationError("--stretches and --settings are two measurements; give one at a time.") }
    if settings != nil, corruptions { throw ValidationError("--settings and --corruptions are two measurements; give one at a time.") }
    for override in overrides where !override.contains("=") { throw ValidationError("'\(override)' is no key=value.") }
  }

  func run() async throws {
    let jsonFile = try json.map { path throws(CommandError) in try OutputFile(path, .aside) }
    let validation = try await orNothingDone { try makeValidation() }
    let reporter = CrossValidationReporter(batchSize: validation.recipe.batchSize, isQuiet: json == "-")
    let outcome = try await orNothingDone { try await validation.run(onlyFold: onlyFold) { reporter.report($0) } }
    reporter.finish()
    switch outcome {
    case .interrupted(let run):
      throw CommandError.interrupted("interrupted in \(run); what is done is kept in \(output). Give the same command again to go on")
    case .finished(let result):
      if json != "-" {
        for line in ["", result.table, "", ModelNotice.notForDiagnosis] { Console.shared.print(line) }
      }
      try jsonFile?.write(JSON.document(CrossValidationReport(result: result, failures: reporter.skipped)))
      try jsonFile?.finish()
      if !reporter.skipped.isEmpty { throw CommandError.someFailed }
    }
  }

  private func makeValidation() throws -> CrossValidation {
    do {
      var recipe = try Recipe(at: recipe, overrides: overrides)
      if let initial = recipe.initialModel, !initial.hasSuffix(Recipe.weightsSuffix) {
        recipe.initialModel = try ModelLocator().folder(of: initial)
      }
      var validation = try CrossValidation(
        of: recipe, folds: folds, seeds: seeds, folding: try folding(of: recipe), at: output)
      validation.testsCorruptions = corruptions
      return validation
    } catch let error as RecipeError {
      throw CommandError.usage("\(error)")
    }
  }

  /// What the options ask for. Without data, of which settings are read, the cross-validation says what is missing.
  private func folding(of recipe: Recipe) throws -> Folding {
    if let settings, let data = recipe.data { return .settings(try AcquisitionSettings(csv: settings, dataset: try Dataset(at: data))) }
    if stretches { return .stretches }
    return choice == .both ? .childrenAndFilms : .children
  }
}

/// The figures with what they are of, as JSON.
private struct CrossValidationReport: Encodable {
  let result: CrossValidationResult
  let failures: [ImagingError]

  private enum CodingKeys: String, CodingKey { case failures, notice }

  func encode(to encoder: any Encoder) throws {
    try result.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(failures.map(UnreadableFilm.init), forKey: .failures)
    try container.encode(ModelNotice.notForDiagnosis, forKey: .notice)
  }
}
