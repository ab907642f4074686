import ArgumentParser
import Imaging
import PulmoKit

struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model, or any tool's scores, on labelled films.",
    discussion: """
      Scores labelled films and prints, for pneumonia against normal at the model's threshold: sensitivity, specificity, the \
      area under the ROC curve (which needs no threshold), predictive values and accuracy; the confusion matrix; precision, \
      recall, F1 and support of each class; balanced accuracy, Matthews' correlation, kappa, likelihood ratios and average \
      precision; Brier score and calibration error. A figure that is undefined, such as the sensitivity of films without a \
      pneumonia, is n/a (null in JSON).

      The 95% interval beside a figure is the wider of two: one that takes films as independent (Wilson's for a share of \
      films, DeLong's for the area), and one of 2,000 resamples of the patients, for films of one child are not. Patients are \
      drawn within those with normal films, with pneumonias, and with both, so the interval holds for this mix.

      Without --split every labelled film is taken. Where the films come in train, val and test folders --split has to say \
      which, for a model may have learned from some of them. With --split-file, the split.csv of a training run, --split \
      names a part of that run's own split: test is the part that nothing was chosen on, or thresholds of triage alone.

      A model knows its films: pulmo train stores a fingerprint of each. Films that are among them, or copies of them, are counted \
      first of all, and so are children who also have films in another part of the folder: figures on them say nothing about new \
      films. Copies that were cut, mirrored or turned are missed, and so are other films of these children outside the folder.

      --scores saves each film's score; --from-scores evaluates such a file, or any other tool's, without any network: \
      columns id or path; label (normal, pneumonia, bacterial, viral, 0 or 1); probability or score; patient, if films share \
      one; normal, bacterial and viral, if the tool tells the three apart (their figures are added). The threshold then comes \
      from --threshold or from the model that --model names.

      --corruptions also scores every film under a fixed list of changes that a user's picture may have: brightness, contrast, gamma, noise, blur, \
      JPEG, rotation, crop, aspect, each applied to the film at 224×224 pixels, and adds a table: the figures under each, and the mean and the \
      worst area. It takes some fourteen times as long.

      A model may look at several views of each film, which is moved, turned and enlarged a little for them; the probability is of their mean. --views N \
      asks for another number than the model's own; its calibration and thresholds are not of that.

      --explain also asks, on films spread evenly over all that the model says, whether its Grad-CAM maps can be believed (pulmo explain --check), \
      and adds a table of the answers, and the maps to the page. It takes about two seconds a film. A film that cannot be explained is named \
      and left out there; the evaluation itself loses nothing.

      JSON (--json)
        {"count", "threshold": numbers,
         "sensitivity", "specificity", "auroc", "ppv", "npv", "accuracy", "balancedAccuracy", "mcc", "kappa",
         "f1" (of pneumonia), "positiveLikelihoodRatio", "negativeLikelihoodRatio", "averagePrecision",
         "brier", "ece", "mce" (calibration error in ten bins, expected and maximum): numbers,
         "confusion": {"tn", "fp", "fn", "tp"},
         "classes": {"normal" and "pneumonia": {"precision", "recall", "f1", "support"}},
         "intervals": {each figure but "ece" and "mce": {"value", "lower", "upper": the wider interval;
                       "independent", "clustered": {"value", "lower", "upper"}},
                       "classes": {"normal" and "pneumonia": {"precision", "recall": the same}}},
         "resampling": {"patients", "resamples", "seed", "strata"},
         "threeClasses": {"count", "leftOut", "labels", "confusion", "accuracy", "macroF1", "macroAUROC",
                          "balancedAccuracy", "kappa", "auroc", "f1", "intervals"}, or null,
         "model": {"name", "version", "sha256", "trainedOn"} (--from-scores: of the threshold) or null,
         "data": the folder or file, "split": the part or null, "splitFile": the file or null,
         "dataSHA256": one SHA-256 over the films, or that of the score file, "isFromScores": whether it is one,
         "views": of each film, or null with --from-scores,
         "groups": [{"title", "note", "groups": [{"name", "count", "patients", "confusion",
                     "figures": {name: {"value", "lower", "upper", "independent", "clustered"}}}]}],
         "failures": [{"path", "error"}], "notice": text,
         "triage": {"clearBelow", "urgentAbove", "promise", "zones": {"clear", "grey zone", "urgent": {"normal", "pneumonia"}},
                    "decided", "missed", "alarmed": {"value", "lower", "upper", "independent", "clustered"},
                    "missedPatients", "alarmedPatients", "saved"}, or null where the model has no thresholds of triage, and with --from-scores,
         "independence": {"films", "recognised": [{"id", "part"}] or null, "recordedFilms", "isRecordWhole",
                          "sharedPatients", "filmsOfSharedPatients", "isDealtByFilm",
                          "warnings": [text]},
                         or null with --from-scores,
         "corruptions": {"clean": {"auroc", "sensitivity", "specificity": as in "intervals", "meanOfFolds"},
                         "corrupted": [{"name", "family", "isHeldOut", "change" (of the area), and
                                        the keys of "clean"}],
                         "meanAUROC", "worstAUROC", "worst": its name}
                        or null without --corruptions,
         "explanations": {"method", "films": [{"path", "probability", "verdict": as in pulmo explain}],
                          "failures": [{"path", "error"}]}
                         or null without --explain, and where nothing could be checked}
        Keys are added in later versions, never renamed. pulmo model card reads this file.

      --report writes one HTML file that opens without a network and prints: a plain verdict, where the figures come from with \
      hashes, the curves with their 95% bands, reliability, net benefit, a threshold explorer, subgroups (bacterial and viral, picture \
      size, brightness), the matrix of three classes where there are three, and the films to look at. From --from-scores it comes without \
      pictures.

      EXAMPLES
        pulmo evaluate --data chest_xray --split test --report report.html
        pulmo evaluate --data our-films --json figures.json --scores scores.csv
        pulmo evaluate --from-scores scores.csv --threshold 0.5
        pulmo evaluate --model run/artifact --data chest_xray --split test --split-file run/split.csv

      EXIT CODES
        0    every film was scored
        1    some films could not be read or explained: each is named, the figures are of the others
        3    nothing could be evaluated
        64   wrong usage, such as no --split where the films come in train, val and test folders
        130  interrupted; while explanations are checked, the evaluation is written without them

      Not for diagnosis.
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions

  @Option(help: ArgumentHelp("Write the figures as JSON to this file; - is standard output, in place of the table.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write each film's score as CSV to this file.", valueName: "file"))
  var scores: String?

  @Option(help: ArgumentHelp("Write the evaluation with its charts as one HTML page to this file.", valueName: "file"))
  var report: String?

  @Option(help: ArgumentHelp("Evaluate the scores in this CSV file, without a network.", valueName: "file"))
  var fromScores: String?

  @Option(help: ArgumentHelp("Judge by this threshold instead of the model's.", valueName: "number"))
  var threshold: Double?

  @Flag(help: "Score every film under a fixed list of corruptions too.")
  var corruptions = false

  @Option(help: ArgumentHelp("Put the Grad-CAM maps of this many films to the test, 1 to 50.", valueName: "count"))
  var explain: Int?

  @OptionGroup var views: ViewOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if let explain, !(1...50).contains(explain) { throw ValidationError("--explain takes 1 to 50 films, not \(explain).") }
    if let threshold, !threshold.isFinite { throw ValidationError("--threshold has to be a number, not \(threshold).") }
    if json == "-", report == "-" { throw ValidationError("Standard output takes one of --json and --report; give the other a file.") }
    guard fromScores != nil else {
      guard data.data != nil else { throw ValidationError("Say which films to evaluate: --data DIR, or --from-scores FILE.") }
      return
    }
    if data.data != nil { throw ValidationError("--from-scores brings its own labels; leave --data out.") }
    if views.count != nil { throw ValidationError("--from-scores looks at no film; leave --views out.") }
    if scores != nil { throw ValidationError("--from-scores makes no scores; leave --scores out.") }
    if corruptions { throw ValidationError("--corruptions needs the films: give --data in place of --from-scores.") }
    if explain != nil { throw ValidationError("--explain needs the films: give --data in place of --from-scores.") }
    if threshold == nil, model.model == nil { throw ValidationError("--from-scores needs a threshold: --threshold T, or --model MODEL.") }
  }

  func run() async throws {
    let jsonFile = try json.map { path throws(CommandError) in try OutputFile(path, .aside) }
    let pageFile = try report.map { path throws(CommandError) in try OutputFile(path, .aside) }
    var (evaluated, films) =
      if let fromScores { try await evaluate(scoresAt: fromScores) } else { try await evaluate(filmsAt: data.data ?? "") }
    if json != "-" && report != "-" { for line in evaluated.lines { Console.shared.print(line) } }
    if json != nil || report != nil { try await complete(&evaluated, films) }
    try jsonFile?.write(JSON.document(evaluated))
    try jsonFile?.finish()
    if let pageFile {
      try pageFile.write(try await page(of: films, evaluated))
      try pageFile.finish()
    }
    if evaluated.unexplained != nil, Task.isCancelled {
      throw CommandError.interrupted("interrupted while explanations were checked; all else of the evaluation is whole")
    }
    if !evaluated.failures.isEmpty || evaluated.unexplained != nil || evaluated.explanations?.failures.isEmpty == false {
      throw CommandError.someFailed
    }
  }

  private func evaluate(scoresAt path: String) async throws -> (EvaluationReport, [EvaluatedFilm]) {
    let scores = try await orNothingDone { try ScoreFile.read(at: path) }
    var manifest: ModelManifest?
    if model.model != nil { manifest = try await model.load().manifest }
    guard let threshold = threshold ?? manifest?.threshold.value else { throw CommandError.usage("--from-scores needs a threshold") }
    let evaluation = try await orNothingDone { try Evaluation(scores, threshold: threshold) }
    let report = EvaluationReport(evaluation: evaluation, manifest: manifest, data: path, split: nil, isFromScores: true, failures: [])
    return (report, scores.map { EvaluatedFilm($0) })
  }

  private func evaluate(filmsAt path: String) async throws -> (EvaluationReport, [EvaluatedFilm]) {
    let (studies, dataset) = try await data.films(at: path)
    let model = try await model.load()
    let artifact = try await views.applied(to: model)
    if explain != nil, ExplainedNetwork(artifact).spatialLayers.isEmpty {
      throw CommandError.usage("--explain asks about Grad-CAM's maps, and \(artifact.manifest.name) has no convolution; leave it out")
    }
    let scoreFile = try scores.map { path throws(CommandError) in try OutputFile(path, .aside) }
    try scoreFile?.write(ScoreFile.header(isThreeClass: artifact.manifest.scheme == .threeClasses))
    let films = try await ScoredFilms.score(studies, with: artifact, threads: threads.count) {
      try scoreFile?.write(ScoreFile.line($0))
    }
    try scoreFile?.finish()
    let threshold = threshold ?? artifact.manifest.threshold.value
    let evaluation = try await orNothingDone { try Evaluation(films.scores, threshold: threshold) }
    var report = EvaluationReport(
      evaluation: evaluation, manifest: model.manifest, data: path, split: data.split, splitFile: data.splitFile,
      views: artifact.manifest.preprocessing.views, failures: films.failures,
      triageFigures: artifact.manifest.triage.flatMap { TriageFigures(of: films.scores, by: $0) },
      independence: Independence(of: films.pictures, for: artifact, among: dataset))
    if corruptions { report.corruptions = try await robustness(of: films.pictures.map(\.study), artifact, threshold: threshold) }
    if let explain { await addExplanations(of: films.films, count: explain, artifact, to: &report) }
    return (report, films.films)
  }

  /// Puts explanations to the test. What goes wrong here costs nothing of the evaluation: it is said in their place.
  private func addExplanations(
    of films: [EvaluatedFilm], count: Int, _ artifact: ModelArtifact, to report: inout EvaluationReport
  ) async {
    do {
      let survey = try await explanations(of: films, count: count, artifact)
      for error in survey.failures { Console.shared.note("pulmo: \(error.path.printable): not explained: \(error.reason.printable)") }
      report.explanations = survey
    } catch is CancellationError {
      report.unexplained = "interrupted"
    } catch {
      let reason = (error as? CommandError)?.message ?? "\(error)"
      Console.shared.note("pulmo: the explanations were not checked: \(reason)")
      report.unexplained = reason
    }
  }

  private func explanations(of films: [EvaluatedFilm], count: Int, _ artifact: ModelArtifact) async throws -> ExplanationSurvey {
    let meter = ProgressMeter("checking explanations", unit: "films")
    defer { meter.finish() }
    return try await orNothingDone {
      try await ExplanationSurvey(of: films, count: count, of: artifact, threads: threads.count) { meter.update($0, of: $1) }
    }
  }

  private func robustness(of studies: [Study], _ artifact: ModelArtifact, threshold: Double) async throws -> Robustness {
    let meter = ProgressMeter("scoring under corruptions", unit: "films")
    defer { meter.finish() }
    return try await orNothingDone {
      let films = try await RobustnessTest(artifact, threads: threads.count).score(studies) { meter.update($0, of: $1) }
      return try Robustness(films, threshold: threshold)
    }
  }

  /// Adds what files alone have: the hash of what was read, and the subgroups.
  private func complete(_ report: inout EvaluationReport, _ films: [EvaluatedFilm]) async throws {
    let evaluation = report.evaluation
    (report.sha256, report.groups) = try await orNothingDone {
      let sha256 =
        if let fromScores { try FileHashes.sha256(ofFileAt: fromScores) } else { try FileHashes(of: films.compactMap(\.study)).digest }
      return (sha256, try FilmGroups.all(of: films, like: evaluation))
    }
  }

  /// The same figures as a page.
  private func page(of films: [EvaluatedFilm], _ report: EvaluationReport) async throws -> String {
    try await orNothingDone {
      let source = EvaluationSource(
        data: report.data, split: report.split, splitFile: report.splitFile, sha256: report.sha256,
        isFromScores: report.isFromScores, model: report.manifest, unreadableCount: report.failures.count)
      var page = try EvaluationPage(films, report.evaluation, groups: report.groups, source: source)
      page.notices = report.independence?.notices ?? []
      if let remark = report.viewsRemark {
        page.notices.append(PageNotice(.information, title: "Views of each film", text: "Here \(remark)."))
      }
      page.explanations = report.explanations
      return try page.html
    }
  }
}
