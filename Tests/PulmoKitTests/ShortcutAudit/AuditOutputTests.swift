import Foundation
import Imaging
import Testing

@testable import PulmoKit

/// The page, the record and the model card of an audit.
@Suite struct AuditOutputTests {
  private static func page(_ films: Films) throws -> AuditPage {
    var answers = ShortcutAuditTests.Answers()
    answers.views[.lungsHidden] = 1
    answers.probe = 1
    let findings = ShortcutAuditTests.findings(40, answers, paths: films.studies.map(\.path))
    let audit = try ShortcutAudit(findings, threshold: 0.5, resamples: 50)
    return AuditPage(audit, of: findings, source: EvaluationSource(data: "<our films>", model: ModelCardTests.manifest))
  }

  @Test func aPageShowsWhatWasHidden() throws {
    let films = try Films(3)
    let text = PageText(try Self.page(films).html)
    for part in [
      "FAIL: this model goes by more than the lungs", "&lt;our films&gt;", "lungs hidden", "background of another film",
      "What there is to be used", "Not for diagnosis", "Only 20 pneumonia films and 20 normal films",
    ] { #expect(text.contains(part), "\(part)") }
    // Two films of each class under each view.
    #expect(try Self.page(films).html.matches(of: /<img src="data:image\/jpeg/).count == 4 * FilmView.allCases.count)
    try films.damage(0)
    try films.damage(1)
    try films.damage(2)
    #expect(PageText(try Self.page(films).html).contains("no pictures: "))
  }

  /// Of one child no view is shown, and no figure given, that needs another's film.
  @Test func aPageOfOneChildSaysWhatCouldNotBeAsked() throws {
    let films = try Films(3)
    let findings = ShortcutAuditTests.ofOneChild(ShortcutAuditTests.findings(40, paths: films.studies.map(\.path)))
    let audit = try ShortcutAudit(findings, threshold: 0.5, resamples: 50)
    let html = AuditPage(audit, of: findings, source: EvaluationSource(data: "films")).html
    let text = PageText(html)
    #expect(text.contains("No answer (n/a): background of another film, follows the background (all films are of one child"))
    #expect(text.contains("UNKNOWN: no answer of this audit reaches its limit"))
    #expect(html.matches(of: /<img src="data:image\/jpeg/).count == 4 * (FilmView.allCases.count - 1))
  }

  @Test(.enabled(if: Browser.path != nil, Browser.isMissing)) func aBrowserDrawsTheSweeps() throws {
    let opened = try Browser.open(try Self.page(Films(3)).html)
    #expect(opened.told("errors") == "" && opened.told("blank") == "")
    #expect(opened.drawn == ["brightness-means", "brightness-figures", "aspect-means", "aspect-figures"])
  }

  /// What `pulmo audit --json` writes, as a dictionary that `change` edits.
  private static func file(_ folder: TestFolder, _ change: (inout [String: Any]) -> Void = { _ in }) throws -> String {
    var answers = ShortcutAuditTests.Answers()
    answers.views[.borderOnly] = 1
    answers.probe = 1
    let audit = try ShortcutAuditTests.audit(40, answers)
    var json: [String: Any] = [
      "verdict": "fail", "audit": try JSONSerialization.jsonObject(with: JSONEncoder().encode(audit)),
      "model": ["name": "tiny", "version": "1.2.3", "sha256": ModelCardTests.manifest.weightsSHA256, "trainedOn": "films"],
      "data": "films", "split": "test", "splitFile": NSNull(), "dataSHA256": "ef", "failures": [["path": "x", "error": "y"]],
      "independence": ["warnings": ["3 of 40 films were among those this model learned from"]],
    ]
    change(&json)
    try JSONSerialization.data(withJSONObject: json).write(to: URL(filePath: folder.file("audit.json")))
    return folder.file("audit.json")
  }

  @Test func aCardTellsTheAudit() throws {
    let folder = try TestFolder()
    let record = try AuditRecord(at: Self.file(folder), of: ModelCardTests.manifest)
    #expect(record.split == .test && record.unreadableCount == 1 && record.warnings.count == 1)
    let card = ModelCard(ModelCardTests.manifest, audits: [record]).markdown
    for part in [
      "## Shortcuts\n### On 40 films of `films`, part `test`\nFAIL: this model goes by more than the lungs",
      "- Films: 40 of 40 patients, 20 of them pneumonias and 20 normal; SHA-256 of their list `ef`. Threshold 0.5, seed 1.",
      "- 3 of 40 films were among those this model learned from.", "- 1 film could not be read", "- On 3 films no chest was recognised",
      "| border alone | AUROC | 1.000 |", "| 0.65 | 0.80 | fail |", "| border only | 1.000 (", "## Limits",
    ] { #expect(card.contains(part), "\(part)\n\(card)") }
    #expect(ModelCard(ModelCardTests.manifest).markdown.contains("## Shortcuts\nNot audited: `pulmo audit --json`"))
  }

  @Test func whatIsNoAuditIsRefused() throws {
    let folder = try TestFolder()
    for (reason, change) in [
      ("is an audit of tiny 1.2.3", { $0["model"] = ["name": "tiny", "version": "1.2.3", "sha256": "cd"] }),
      ("lacks the key audit; give a file that this version's pulmo audit --json wrote", { $0["audit"] = nil }),
      (
        "its key audit.films is not what an audit has there",
        { json in
          var audit = json["audit"] as? [String: Any]
          audit?["films"] = "many"
          json["audit"] = audit
        }
      ),
    ] as [(String, (inout [String: Any]) -> Void)] {
      let path = try Self.file(folder, change)
      let error = #expect(throws: DataError.self) { try AuditRecord(at: path, of: ModelCardTests.manifest) }
      #expect("\(error.map { "\($0)" } ?? "")".contains(reason), "\(reason)")
    }
    try Data("[".utf8).write(to: URL(filePath: folder.file("audit.json")))
    #expect(throws: DataError.self) { try AuditRecord(at: folder.file("audit.json"), of: ModelCardTests.manifest) }
  }
}
