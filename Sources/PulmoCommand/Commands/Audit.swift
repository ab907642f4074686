import ArgumentParser
import Imaging
import PulmoKit

struct Audit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask what a model goes by: lungs, or letters, borders and brightness.",
    discussion: """
      Shows a model the same labelled films as they are, with only the border or the corners visible, with the lungs hidden, with \
      markers covered, with the background one grey or another film's, brighter, darker, narrower and wider. Each question has a \
      figure, two limits and a verdict. The limits were fixed before the first model was audited; the guide gives the reasons.

      A model that still tells pneumonia from normal where no lung is seen goes by something else. One that loses its AUROC where \
      nothing but markers is covered went by them. On another child's background, drawn without a look at labels, the answers \
      should follow the lungs; where they follow the label of the film behind, the verdict says so. Where all films are of one child \
      there is no such background, and those questions are n/a.

      Beside what the model uses stands what there is to be used: a small probe learns from the border, the corners or the films \
      without lungs alone, and is asked about children it did not learn from.

      Films are squashed to 224×224 pixels before they are changed; the model's own preprocessing follows. What is hidden has the \
      mean level of what is seen. The border is a tenth of each side, a corner a fifth; the lungs are the rectangle that pulmo \
      dataset regions draws. Where no chest is recognised, they are taken to lie where they usually do, and the films are counted.

      Films that the model learned from answer the same questions, but more kindly where it learned them by heart: they are counted \
      first of all. Take the part test where there is one. The same films and seed give the same figures on any number of threads.

      JSON (--json)
        {"verdict": "pass", "warn", "fail" or "unknown", "sentences": [text],
         "audit": {"films", "patients", "normal", "pneumonia", "withoutRegion", "threshold", "seed",
                   "answers": [{"question", "title", "measure", "figure",
                                "interval": {"value", "lower", "upper", "independent", "clustered"},
                                "limits": {"warnFrom", "failFrom"}, "verdict", "reason": why no figure}],
                   "views": [{"view", "auroc", "probe": as "interval", "sensitivity", "specificity",
                              "probeVerdict"}],
                   "sweeps": [{"sweep", "points": [{"step", "meanOfNormal", "meanOfPneumonia", "auroc",
                                                    "sensitivity", "specificity"}]}]},
         "model": {"name", "version", "sha256", "trainedOn"}, "views": of each film, "data", "split", "splitFile", "dataSHA256",
         "failures": [{"path", "error"}], "independence": as pulmo evaluate has it, "notice": text}
        What is undefined is null, and "reason" says why an answer has no figure. The verdict is unknown with too few films, and where \
      nothing fails or warns but an answer is missing. Keys are added in later versions, never renamed. pulmo model card --audit reads this file.

      --report writes one HTML file that opens without a network and prints: the verdict, the figures, some films as the model saw \
      them with what it said of each, and the curves of brightness and proportions.

      EXAMPLES
        pulmo audit --data chest_xray --split test --report audit.html
        pulmo audit --model run/artifact --data chest_xray --split test --split-file run/split.csv --json audit.json

      EXIT CODES
        0    every film was read, whatever the verdict
        1    some films could not be read, or get no number: each is named, the figures are of the others
        3    nothing could be audited
        64   wrong usage, such as no --split where the films come in train, val and test folders
        130  interrupted

      Not for diagnosis.
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions

  @Option(help: ArgumentHelp("Write the audit as JSON to this file; - is standard output, in place of the table.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the audit with pictures and charts as one HTML page to this file.", valueName: "file"))
  var report: String?

  @Option(help: ArgumentHelp("Of the draw of backgrounds and of what the probes learn from.", valueName: "number"))
  var seed: UInt64 = 1

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if data.data == nil { throw ValidationError("Say which films to audit with: --data DIR.") }
    if json == "-", report == "-" { throw ValidationError("Standard output takes one of --json and --report; give the other a file.") }
  }

  func run() async throws {
    let jsonFile = try json.map { path throws(CommandError) in try OutputFile(path, .aside) }
    let pageFile = try report.map { path throws(CommandError) in try OutputFile(path, .aside) }
    let path = data.data ?? ""
    let (studies, dataset) = try await data.films(at: path)
    let artifact = try await model.load()
    let findings = try await findings(of: studies, artifact)
    let audit = try await orNothingDone { try ShortcutAudit(findings, threshold: artifact.manifest.threshold.value) }
    let pictures = zip(findings.films, findings.fingerprints).map { (study: $0.study, fingerprint: $1) }
    let report = AuditReport(
      audit: audit, manifest: artifact.manifest, data: path, split: data.split, splitFile: data.splitFile,
      dataSHA256: findings.dataSHA256, failures: findings.failures,
      independence: Independence(of: pictures, for: artifact, among: dataset))
    if json != "-" && self.report != "-" { for line in report.lines { Console.shared.print(line) } }
    try jsonFile?.write(JSON.document(report))
    try jsonFile?.finish()
    if let pageFile {
      try pageFile.write(report.page(of: findings).html)
      try pageFile.finish()
    }
    if !findings.failures.isEmpty { throw CommandError.someFailed }
  }

  private func findings(of studies: [Study], _ artifact: ModelArtifact) async throws -> ShortcutFindings {
    let meters = AuditMeters()
    defer { meters.finish() }
    let findings = try await orNothingDone {
      try await ShortcutTest(artifact, threads: threads.count, seed: seed).run(studies) { meters.update($0, $1, of: $2) }
    }
    for error in findings.failures { Console.shared.note("pulmo: \(error.path.printable): \(error.reason.printable)") }
    guard !findings.films.isEmpty else { throw CommandError.nothingDone("none of the \(studies.count) films could be read") }
    return findings
  }
}

/// How far each step of an audit has come.
private struct AuditMeters {
  private let reading = ProgressMeter("reading", unit: "films")
  private let probing = ProgressMeter("probing", unit: "probes")
  private let scoring = ProgressMeter("scoring", unit: "films")

  func update(_ step: ShortcutTest.Step, _ done: Int, of all: Int) {
    switch step {
    case .reading: reading.update(done, of: all)
    case .probing: probing.update(done, of: all)
    case .scoring: scoring.update(done, of: all)
    }
  }

  func finish() { scoring.finish() }
}
