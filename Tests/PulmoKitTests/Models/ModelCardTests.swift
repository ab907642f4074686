import Foundation
import Statistics
import Testing

@testable import PulmoKit

@Suite struct ModelCardTests {
  /// A model whose part `test` has the hash that ``file(_:of:_:)`` gives its films.
  static var manifest: ModelManifest {
    var manifest = ModelArtifactTests.manifest()
    manifest.weightsSHA256 = String(repeating: "ab", count: 32)
    manifest.dataHashes["test"] = "ef"
    return manifest
  }

  /// The evaluation as `pulmo evaluate --json` writes it, as a dictionary; `change` edits it.
  static func file(
    _ folder: TestFolder, _ name: String = "test.json", threshold: Double = 0.5, change: (inout [String: Any]) -> Void = { _ in }
  ) throws -> String {
    let films = EvaluationPageTests.films(240, pictures: true)
    let evaluation = try Evaluation(films.map(\.score), threshold: threshold, resamples: 12)
    let groups = try FilmGroups.all(of: films, like: evaluation)
    var json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(evaluation)) as? [String: Any])
    json["groups"] = try JSONSerialization.jsonObject(with: JSONEncoder().encode(groups))
    json["model"] = ["name": "tiny", "version": "1.2.3", "sha256": manifest.weightsSHA256, "trainedOn": "films"]
    let source: [String: Any] = [
      "data": "films", "dataSHA256": "ef", "split": "test", "splitFile": "run/split.csv", "isFromScores": false, "failures": [Any](),
    ]
    json.merge(source) { $1 }
    change(&json)
    try JSONSerialization.data(withJSONObject: json).write(to: URL(filePath: folder.file(name)))
    return folder.file(name)
  }

  static func card(threshold: Double = 0.5, _ change: (inout [String: Any]) -> Void = { _ in }) throws -> String {
    let folder = try TestFolder()
    let record = try EvaluationRecord(at: file(folder, threshold: threshold, change: change), of: manifest)
    return ModelCard(manifest, evaluations: [record]).markdown
  }

  @Test(arguments: ToneNormalization.allCases) func whatIsDoneAboutTheToneIsSaid(tone: ToneNormalization) {
    var manifest = Self.manifest
    manifest.preprocessing = Preprocessing(tone: tone)
    let card = ModelCard(manifest).markdown
    #expect(card.contains("spread evenly") == (tone != .asIs) && card.contains("(CLAHE)") == (tone == .adaptive))
  }

  @Test func severalViewsAreSaid() {
    var manifest = Self.manifest
    #expect(!ModelCard(manifest).markdown.contains("views of the film"))
    manifest.preprocessing = manifest.preprocessing.with(views: 3)
    #expect(
      ModelCard(manifest).markdown.contains(", of the mean of the logits of 3 views of the film, moved, turned and enlarged a little."))
  }

  @Test func anEvaluationComesWithItsProtocol() throws {
    let card = try Self.card()
    let films = EvaluationPageTests.films(240, pictures: true)
    let evaluation = try Evaluation(films.map(\.score), threshold: 0.5, resamples: 12)
    let sensitivity = try #require(evaluation[.sensitivity])
    let quoted = try #require(sensitivity.quoted)
    for part in [
      "### On 240 films of `films`, part `test`\n",
      "- Films: 240 of 120 patients, 160 of them pneumonias and 80 normal; parts as in `run/split.csv`.",
      "- SHA-256 of their list: `ef`, that of the model's own part `test`.", "resamples of the patients", "seed 20",
      "| sensitivity | \(FigureText.number(sensitivity.value, decimals: 4)) | \(FigureText.numbers(quoted, decimals: 4)) | "
        + "\(evaluation.confusion.tp) of 160 |",
      "| average precision |", "### Of 240 films", "By brightness.", "| bacterial | 160 |",
      "| 240 films of `films`, part `test` | \(FigureText.number(evaluation.calibration?.brier.value, decimals: 4)) |",
      FigureText.number(evaluation.calibration?.maximumError, decimals: 4),
    ] { #expect(card.contains(part), "\(part)\n\(card)") }
    #expect(sensitivity.clustered != nil && !card.contains("Not measured"))
  }

  /// What training counted itself is told beside an evaluation of other films or at another threshold, and not twice of the same.
  @Test func trainingsFiguresAreToldOnce() throws {
    let own = "by training itself"
    let narrow = "they are narrower than the truth"
    #expect(Self.manifest.measuredThreshold.value == 0.5)
    let same = try Self.card()
    #expect(!same.contains(own) && !same.contains(narrow))
    let other = try Self.card { $0["dataSHA256"] = "01" }
    #expect(other.contains(own) && other.contains(narrow) && other.contains("SHA-256 of their list: `01`.\n"))
    #expect(try Self.card(threshold: 0.4).contains(own))
    // Without evaluations it is the card that training writes, and says what is missing.
    let plain = ModelCard(Self.manifest).markdown
    #expect(plain.contains(own) && plain.matches(of: /Not measured: `pulmo evaluate --json`/).count == 2)
  }

  @Test func aThresholdThatIsNotTheModelsIsSaid() throws {
    #expect(try Self.card().contains("- Threshold: 0.5, not the one now in force, 0.12345678901234568."))
    var manifest = Self.manifest
    manifest.threshold.value = 0.5
    let folder = try TestFolder()
    let record = try EvaluationRecord(at: Self.file(folder), of: manifest)
    #expect(ModelCard(manifest, evaluations: [record]).markdown.contains("- Threshold: 0.5, the one above."))
  }

  @Test func whatPutsAnEvaluationInDoubtIsALimit() throws {
    let card = try Self.card {
      $0["dataSHA256"] = "ab"
      $0["failures"] = [["path": "x", "error": "y"]]
      $0["independence"] = ["warnings": ["12 of 240 films were among those this model learned from"], "films": 240]
    }
    for part in [
      "12 of 240 films were among those this model learned from.", "1 film could not be read and are in no figure.",
      "These are the films of the part `train`, which the model learned from",
    ] { #expect(card.contains("- On 240 films of `films`, part `test`: \(part)"), "\(part)\n\(card)") }
    #expect(!(try Self.card { $0["views"] = 1 }.contains("- Views of each film")))
    let views = "- Views of each film: 8, not the 1 that the model's calibration and thresholds are of."
    #expect(try Self.card { $0["views"] = 8 }.contains(views))
    let scores = try Self.card { $0["isFromScores"] = true }
    #expect(scores.contains("- Scores: read from the file `films`") && scores.contains("by training itself"))
    #expect(try Self.card { $0["independence"] = NSNull() }.contains("On 240 films"))
  }

  @Test func namesAreOnlyText() throws {
    let card = try Self.card {
      $0["data"] = "a`|<b>\n# c"
      $0["splitFile"] = NSNull()
      $0["independence"] = ["warnings": ["<script> | *x*"]]
    }
    #expect(card.contains("### On 240 films of ``a`|<b>\\u{a}# c``, part `test`\n"), "\(card)")
    #expect(card.contains("| 240 films of ``a`\\|<b>\\u{a}# c``, part `test` | "))
    #expect(card.contains("\\<script\\> \\| \\*x\\*."))
  }

  @Test func anotherModelsEvaluationIsRefused() throws {
    let folder = try TestFolder()
    var manifest = Self.manifest
    let path = try Self.file(folder)
    manifest.weightsSHA256 = "00" + manifest.weightsSHA256.dropFirst(2)
    let error = #expect(throws: DataError.self) { try EvaluationRecord(at: path, of: manifest) }
    #expect("\(String(describing: error))".contains("is an evaluation of tiny 1.2.3 (weights abababababab), not of tiny 1.2.3"))
  }

  private static let faults: [(reason: String, change: @Sendable (inout [String: Any]) -> Void)] = [
    ("lacks the key groups", { $0["groups"] = nil }), ("lacks the key mcc", { $0["mcc"] = nil }),
    ("lacks the key intervals.ppv", { $0["intervals"] = ["sensitivity": NSNull(), "specificity": NSNull(), "auroc": NSNull()] }),
    ("its key model is not", { $0["model"] = NSNull() }), ("its key threshold is not", { $0["threshold"] = "high" }),
    ("its key split is not", { $0["split"] = "exam" }), ("its films do not add up", { $0["count"] = 7 }),
    ("its films do not add up", { $0["confusion"] = ["tn": -1, "fp": 1, "fn": 120, "tp": 120] }),
    ("its films do not add up", { $0["confusion"] = ["tn": Int.max, "fp": Int.max, "fn": 0, "tp": 0] }),
  ]

  @Test(arguments: faults.indices)
  func faultyFilesAreNamedWithTheKey(index: Int) throws {
    let folder = try TestFolder()
    let path = try Self.file(folder, change: Self.faults[index].change)
    let error = try #require(#expect(throws: DataError.self) { try EvaluationRecord(at: path, of: Self.manifest) })
    let text = "\(error)"
    #expect(
      text.hasPrefix(path) && text.contains(Self.faults[index].reason) && text.contains("pulmo evaluate --model MODEL --json"), "\(text)")
  }

  @Test func whatIsNoEvaluationIsRefused() throws {
    let folder = try TestFolder()
    for (content, reason) in [("", "is no JSON"), ("id,label\n", "is no JSON"), ("[1]", "is not what an evaluation has there")] {
      try Data(content.utf8).write(to: URL(filePath: folder.file("x.json")))
      let error = try #require(#expect(throws: DataError.self) { try EvaluationRecord(at: folder.file("x.json"), of: Self.manifest) })
      #expect("\(error)".contains(reason), "\(error)")
    }
    #expect(throws: DataError.notFound(path: folder.file("none.json"))) {
      try EvaluationRecord(at: folder.file("none.json"), of: Self.manifest)
    }
  }

  /// The list of what is open goes out unanswered; answers that somebody wrote are noticed.
  @Test func openQuestionsStayOpen() throws {
    let card = ModelCard(Self.manifest)
    let text = card.markdown
    #expect(text.contains("## Open\n") && text.matches(of: /- \[ \]/).count == 9 && !text.contains("[x]"))
    #expect(!card.isAnswered(in: text))
    #expect(!card.isAnswered(in: "# an older card\n\n## Limits\n"))
    #expect(card.isAnswered(in: text.replacing("[ ] The licence of the model.", with: "[x] The licence of the model: Apache-2.0.")))
    var unstated = Self.manifest
    unstated.trainedOn = ModelManifest.notStated
    #expect(ModelCard(unstated).markdown.matches(of: /- \[ \]/).count == 10)
  }
}
