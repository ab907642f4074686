import ArgumentParser
import Glibc
import PulmoKit

struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare models, or any tools' scores, on the same labelled films.",
    discussion: """
      Each of A B … is a model (a folder, or the name of a shipped one), which then scores the films of --data, or a score file \
      (CSV, as pulmo evaluate --scores writes it and --from-scores reads it). A model is judged at its own threshold, a score \
      file at that of --threshold: one for all, or one for each score file in their order.

      Prints, for pneumonia against normal: sensitivity, specificity, the area under the ROC curve and accuracy of each; for \
      every two the paired differences with 95% intervals, McNemar's exact test of the decisions and DeLong's test of the \
      areas; and the films that some call pneumonia and others normal, those whose scores lie farthest apart first. An \
      interval is the wider of one that takes films as independent (Newcombe's or DeLong's) and one of 2,000 resamples of the \
      patients, the same for all models. The tests take films as independent and are not adjusted for many comparisons.

      Films that a model learned from or was chosen on are counted first of all, model by model, as pulmo evaluate does. What made \
      the scores of a file cannot be checked.

      Score files have to score the same films, told by their ids; --common goes on with those that all have. Films that \
      cannot be read are named and in no figure.

      --report writes one HTML file that opens without a network and prints: a plain verdict, where the scores come from with \
      hashes, the figures of each model, the differences with intervals and tests, and the films on which they disagree, missed \
      pneumonias first: as small pictures with each model's score where --data has them.

      JSON (--json)
        {"models": [{"name", "threshold", "confusion", "figures": {name: INTERVAL}, "leftOut"}],
         "pairs": [{"first", "second": places in "models",
                    "differences": {name: INTERVAL}, the first's figure less the second's,
                    "deLong": {"difference", "variance", "z", "pValue"},
                    "mcNemar", "mcNemarOfPneumonias", "mcNemarOfNormal":
                      {"onlyFirstRight", "onlySecondRight", "pValue": of the exact test,
                       "correctedStatistic", "correctedPValue": of chi-squared with correction}}],
         "disagreements": [{"id", "patient", "label", "probabilities", "decisions": one a model}],
         "resampling": {"patients", "resamples", "seed", "strata"},
         "artifacts": [{"name", "version", "sha256", "trainedOn"}, or null for a score file],
         "independence": [as pulmo evaluate has it, or null for a score file],
         "count": films, "data": the folder or null, "split": the part or null,
         "failures": [{"path", "error"}], "notice": text}
        INTERVAL is {"value", "lower", "upper": the wider interval;
                     "independent", "clustered": {"value", "lower", "upper"}}.
        What is undefined is null or missing. Keys are added in later versions, never renamed.

      EXAMPLES
        pulmo compare old.csv new.csv --threshold 0.5
        pulmo compare a.csv b.csv c.csv --threshold 0.5 --threshold 0.3 --threshold 0.41 --common
        pulmo compare lite-three-class run/artifact --data chest_xray --split test
        pulmo compare old.csv new.csv --threshold 0.5 --report comparison.html

      EXIT CODES
        0    every film was compared
        1    some films could not be read: each is named on standard error, the figures are of the others
        3    nothing could be compared
        64   wrong usage, such as a score file without a threshold
        130  interrupted

      Not for diagnosis.
      """)

  @Argument(help: ArgumentHelp("Models or score files, at least two.", valueName: "model"))
  var contestants: [String]

  @OptionGroup var data: DataOptions

  @Option(
    help: ArgumentHelp("From this score on, a score file calls a film pneumonia: one for all, or one for each.", valueName: "number"))
  var threshold: [Double] = []

  @Flag(help: "Leave out films that not all have scored.")
  var common = false

  @Option(help: ArgumentHelp("Write the comparison as JSON to this file; - is standard output, in place of the table.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the comparison with the films in dispute as one HTML page to this file.", valueName: "file"))
  var report: String?

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if json == "-", report == "-" { throw ValidationError("Standard output takes one of --json and --report; give the other a file.") }
    guard contestants.count >= 2 else { throw ValidationError("Give at least two models or score files to compare.") }
    guard contestants.count <= 26 else { throw ValidationError("26 models or score files at most, not \(contestants.count).") }
    for (index, name) in contestants.enumerated() where contestants[..<index].contains(name) {
      throw ValidationError("\(name) is given twice; compare it with another.")
    }
    if let threshold = threshold.first(where: { !$0.isFinite }) {
      throw ValidationError("--threshold has to be a number, not \(threshold).")
    }
  }

  func run() async throws {
    let files = contestants.filter(Self.isScoreFile)
    try expectOptions(for: files)
    let jsonFile = try json.map { path throws(CommandError) in try OutputFile(path, .aside) }
    let pageFile = try report.map { path throws(CommandError) in try OutputFile(path, .aside) }
    let (studies, dataset) = files.count < contestants.count ? try await data.films(at: data.data ?? "") : ([], [])
    var compared = ComparedFilms()
    for name in contestants {
      if Self.isScoreFile(name) {
        let place = files.firstIndex(of: name) ?? 0
        compared.add(name, threshold: threshold[threshold.count == 1 ? 0 : place], try await orNothingDone { try ScoreFile.read(at: name) })
      } else {
        try await compared.add(name, studies: studies, of: dataset, threads: threads.count)
      }
    }
    let contestants = compared.contestants
    let comparison = try await orNothingDone { try Comparison(contestants, onlyCommon: common) }
    let outcome = ComparisonReport(
      comparison: comparison, manifests: compared.manifests, independence: compared.independence, data: data.data, split: data.split,
      failures: compared.failures)
    if json != "-" && report != "-" { for line in outcome.lines { Console.shared.print(line) } }
    try jsonFile?.write(JSON.document(outcome))
    try jsonFile?.finish()
    if let pageFile {
      let films = compared.scoredStudies
      try pageFile.write(try await page(of: outcome, films))
      try pageFile.finish()
    }
    if !outcome.failures.isEmpty { throw CommandError.someFailed }
  }

  /// The same comparison as a page.
  /// - Parameter films: those whose pictures are known.
  private func page(of outcome: ComparisonReport, _ films: [Study]) async throws -> String {
    try await orNothingDone {
      var origins: [ComparisonSource.Origin] = []
      for (name, manifest) in zip(contestants, outcome.manifests) {
        origins.append(try manifest.map { .model($0) } ?? .scores(sha256: FileHashes.sha256(ofFileAt: name)))
      }
      let source = ComparisonSource(
        origins: origins, data: outcome.data, split: outcome.split, splitFile: data.splitFile,
        sha256: films.isEmpty ? nil : try FileHashes(of: films).digest,
        paths: Dictionary(films.map { ($0.id, $0.path) }) { first, _ in first }, unreadableCount: outcome.failures.count)
      var page = ComparisonPage(outcome.comparison, source: source)
      page.notices = outcome.notices
      return page.html
    }
  }

  /// Whether the options go with what the contestants are.
  private func expectOptions(for files: [String]) throws(CommandError) {
    if let model = contestants.first(where: { !files.contains($0) }), data.data == nil {
      throw .usage("\(model) is no score file but taken for a model, which needs films: --data DIR")
    }
    if files.count == contestants.count, data.data != nil {
      throw .usage("score files bring their own labels; leave --data out")
    }
    if files.isEmpty {
      guard threshold.isEmpty else { throw .usage("models are judged at their own thresholds; leave --threshold out") }
    } else if threshold.count != 1 && threshold.count != files.count {
      throw .usage(
        "\(files.count) score files and \(threshold.count) thresholds: give --threshold once for all of them, or once for each, in their order"
      )
    }
  }

  /// A file, or what is named like a table; anything else is a model.
  private static func isScoreFile(_ name: String) -> Bool {
    var status = stat()
    guard stat(name, &status) == 0 else { return name.lowercased().hasSuffix(".csv") }
    return status.st_mode & S_IFMT == S_IFREG
  }
}
