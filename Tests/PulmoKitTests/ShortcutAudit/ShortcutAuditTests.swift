import Foundation
import NeuralNet
import Statistics
import Testing

@testable import PulmoKit

/// Figures and verdicts of hand-made scores.
@Suite struct ShortcutAuditTests {
  /// How clearly made-up answers tell the label: 0 not at all, 1 wholly.
  struct Answers {
    var views: [FilmView: Double] = [.asItIs: 1, .markersCovered: 1, .backgroundFlat: 1, .backgroundOther: 1]
    /// Added to each probability at the brightest step.
    var brightness = 0.0
    var probe: Double?
  }

  /// Findings of `count` films of a child each, every second a pneumonia. Where answers do not tell the label they are drawn.
  static func findings(_ count: Int = 80, _ answers: Answers = Answers(), paths: [String] = []) -> ShortcutFindings {
    var generator = SplitMix64(seed: 5)
    let studies = (0..<count).map { index in
      Study(
        id: "film\(index).png", patient: "\(index)", path: paths.isEmpty ? "" : paths[index % paths.count],
        label: index % 2 == 1 ? .viral : .normal, folder: nil)
    }
    func probability(_ study: Study, _ clarity: Double) -> Double {
      let drawn = 0.02 + 0.4 * Double(generator.nextUnitFloat())
      return Double(generator.nextUnitFloat()) < clarity ? (study.label.isPneumonia ? 0.55 + drawn : drawn) : 0.3 + drawn
    }
    let films = studies.enumerated().map { index, study in
      let views = FilmView.allCases.map { probability(study, answers.views[$0] ?? 0) }
      let sweeps = FilmSweep.allCases.map { sweep in
        sweep.steps.map { min(1, views[0] + (sweep == .brightness && $0 == 0.25 ? answers.brightness : 0)) }
      }
      let background = studies[(index / 2 * 14 + index % 4 / 2 + 4) % count]
      return AuditedFilm(study: study, background: background, hasLungRegion: index > 2, views: views, sweeps: sweeps)
    }
    var probes: [FilmView: [Double]] = [:]
    if let clarity = answers.probe { for view in ShortcutTest.probed { probes[view] = studies.map { probability($0, clarity) } } }
    let fingerprint = PictureFingerprint(of: Films.film(1))
    return ShortcutFindings(
      films: films, probes: probes, fingerprints: films.map { _ in fingerprint }, dataSHA256: "ef", seed: 1)
  }

  static func audit(_ count: Int = 80, _ answers: Answers = Answers()) throws -> ShortcutAudit {
    try ShortcutAudit(findings(count, answers), threshold: 0.5, resamples: 200)
  }

  @Test func aModelThatGoesByLungsPasses() throws {
    let audit = try Self.audit()
    #expect(audit.verdict == .pass, "\(audit.table)")
    #expect(audit.answers.map(\.question) == AuditQuestion.allCases && audit.answers.allSatisfy { $0.verdict == .pass }, "\(audit.table)")
    #expect(audit.films == 80 && audit.patients == 80 && audit.normal == 40 && audit.pneumonia == 40 && audit.withoutRegion == 3)
    #expect(audit[.asItIs]?.auroc?.value == 1 && audit[.asItIs]?.sensitivity == 1 && audit[.asItIs]?.specificity == 1)
    #expect(audit[.markersCovered]?.figure == 0)
    #expect(audit.sentences.count == 1 && audit.sentences[0].hasPrefix("PASS: "))
  }

  @Test func everyShortcutIsCaught() throws {
    for (question, view) in [(AuditQuestion.borderOnly, FilmView.borderOnly), (.cornersOnly, .cornersOnly), (.lungsHidden, .lungsHidden)] {
      var answers = Answers()
      answers.views[view] = 1
      let audit = try Self.audit(80, answers)
      #expect(audit[question]?.verdict == .fail && audit.verdict == .fail, "\(question)")
      #expect(audit.answers.count { $0.verdict != .pass } == 1, "\(question)")
      #expect(audit.sentences[0].hasPrefix("FAIL: this model goes by more than the lungs: "), "\(audit.sentences)")
    }
    for (question, view) in [
      (AuditQuestion.markersCovered, FilmView.markersCovered), (.backgroundFlat, .backgroundFlat), (.backgroundOther, .backgroundOther),
    ] {
      var answers = Answers()
      answers.views[view] = 0.3
      let answer = try #require(try Self.audit(80, answers)[question])
      #expect(answer.verdict == .fail, "\(question): \(answer)")
      #expect(answer.figure == answer.interval?.value && answer.interval?.independent != nil && answer.interval?.clustered != nil)
    }
    var answers = Answers()
    answers.brightness = 0.3
    let audit = try Self.audit(80, answers)
    let loss = try #require(audit[.brightness]?.figure)
    let points = try #require(audit.sweeps.first?.points)
    #expect(points.map(\.step) == [-0.25, -0.15, -0.05, 0, 0.05, 0.15, 0.25])
    #expect(loss == (points[3].specificity ?? 0) - (points[6].specificity ?? 1) && loss > 0.25 && audit[.brightness]?.verdict == .fail)
    #expect(audit[.aspect]?.figure == 0 && audit[.aspect]?.verdict == .pass)
  }

  /// The answers tell the label of the background, whatever the lungs are.
  @Test func answersThatFollowTheBackgroundAreCaught() throws {
    let findings = Self.findings()
    let films = findings.films.map { film in
      var views = film.views
      views[6] = film.background?.label.isPneumonia == true ? 0.9 : 0.1
      return AuditedFilm(study: film.study, background: film.background, hasLungRegion: true, views: views, sweeps: film.sweeps)
    }
    let followed = ShortcutFindings(films: films, fingerprints: findings.fingerprints, dataSHA256: "ef", seed: 1)
    let audit = try ShortcutAudit(followed, threshold: 0.5, resamples: 100)
    #expect(audit[.backgroundFollowed]?.verdict == .fail && audit[.backgroundFollowed]?.figure == 1)
    #expect(FilmView.allCases[6] == .backgroundOther)
  }

  /// The same films as one child's: none has another child's background.
  static func ofOneChild(_ findings: ShortcutFindings) -> ShortcutFindings {
    let films = findings.films.map { film in
      let study = Study(id: film.study.id, patient: "1", path: film.study.path, label: film.study.label, folder: nil)
      let views = Array(film.views.dropLast()) + [nil]
      return AuditedFilm(study: study, background: nil, hasLungRegion: true, views: views, sweeps: film.sweeps)
    }
    return ShortcutFindings(films: films, probes: findings.probes, fingerprints: findings.fingerprints, dataSHA256: "ef", seed: 1)
  }

  /// What cannot be asked is n/a with the reason, and no pass.
  @Test func oneChildHasNoOtherBackground() throws {
    let audit = try ShortcutAudit(Self.ofOneChild(Self.findings()), threshold: 0.5, resamples: 100)
    for question in [AuditQuestion.backgroundOther, .backgroundFollowed] {
      let answer = try #require(audit[question])
      #expect(answer.figure == nil && answer.interval == nil && answer.verdict == .unknown, "\(answer)")
      #expect(answer.reason?.hasPrefix("all films are of one child") == true && answer.cells[2] == "n/a", "\(answer)")
      let json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(answer)) as? [String: Any])
      #expect(json["figure"] is NSNull && json["interval"] is NSNull && json["reason"] as? String == answer.reason)
    }
    #expect(audit[FilmView.backgroundOther]?.auroc == nil && audit[FilmView.backgroundOther]?.sensitivity == nil)
    #expect(audit.answers.count { $0.verdict == .pass } == 7 && audit.answers.count { $0.reason == nil } == 7, "\(audit.table)")
    #expect(audit.verdict == .unknown && audit.sentences[0].hasPrefix("UNKNOWN: no answer of this audit reaches its limit"))
    #expect(audit.table.contains("No answer (n/a): background of another film, follows the background (all films are of one child"))
    // A failure is one all the same.
    var answers = Answers()
    answers.views[.lungsHidden] = 1
    #expect(try ShortcutAudit(Self.ofOneChild(Self.findings(80, answers)), threshold: 0.5, resamples: 100).verdict == .fail)
  }

  /// A limit begins at its number; what lies within chance passes, and what is undefined is unknown.
  @Test func limitsAreFrozen() {
    let limits = Dictionary(uniqueKeysWithValues: AuditQuestion.allCases.map { ($0, [$0.limits.warnFrom, $0.limits.failFrom]) })
    #expect(
      limits == [
        .borderOnly: [0.65, 0.8], .cornersOnly: [0.65, 0.8], .lungsHidden: [0.65, 0.8], .markersCovered: [0.02, 0.05],
        .backgroundFlat: [0.05, 0.1], .backgroundOther: [0.05, 0.1], .backgroundFollowed: [0.6, 0.7], .brightness: [0.1, 0.25],
        .aspect: [0.1, 0.25],
      ])
    #expect(AuditQuestion.borderOnly.verdict(on: 0.65) == .warn && AuditQuestion.borderOnly.verdict(on: 0.8) == .fail)
    #expect(AuditQuestion.borderOnly.verdict(on: 0.64) == .pass && AuditQuestion.borderOnly.verdict(on: nil) == .unknown)
    #expect(AuditQuestion.borderOnly.verdict(on: 0.9, isChance: true) == .pass)
    let wrongWay = AuditAnswer(
      .borderOnly, QuotedInterval(value: 0.1, independent: Interval(value: 0.1, lower: 0, upper: 0.2), clustered: nil), isJudged: true)
    #expect(wrongWay.verdict == .fail && wrongWay.figure == 0.9 && wrongWay.finding.hasSuffix("0.100, the wrong way round"))
  }

  @Test func fewFilmsTellNothing() throws {
    let audit = try Self.audit(12)
    #expect(audit.verdict == .unknown && audit.sentences[0].contains("here are 6 and 6"))
    let one = try ShortcutAudit(
      ShortcutFindings(
        films: [Self.findings(2).films[0]], fingerprints: [PictureFingerprint(of: Films.film(1))], dataSHA256: "", seed: 1),
      threshold: 0.5, resamples: 10)
    #expect(one.verdict == .unknown && one[.lungsHidden]?.figure == nil && one[.brightness]?.figure == nil)
    #expect(one.table.contains("n/a"))
    #expect(throws: DataError.self) {
      try ShortcutAudit(ShortcutFindings(films: [], fingerprints: [], dataSHA256: "", seed: 1), threshold: 0.5)
    }
  }

  @Test func probesStandBesideTheModel() throws {
    var answers = Answers()
    answers.probe = 1
    let audit = try Self.audit(80, answers)
    #expect(audit[.borderOnly] as ViewFigures? != nil && audit[FilmView.borderOnly]?.probeVerdict == .fail)
    #expect(audit[FilmView.asItIs]?.probe == nil && audit[FilmView.asItIs]?.probeVerdict == .unknown)
    // What the data offer is no fault of the model's.
    #expect(audit.verdict == .pass && audit.sentences.count == 2)
    #expect(audit.sentences[1].hasPrefix("What there is to be used: "), "\(audit.sentences)")
    answers.probe = 0
    #expect(try Self.audit(80, answers)[FilmView.borderOnly]?.probeVerdict == .pass)
  }

  @Test func jsonReadsBack() throws {
    let audit = try Self.audit()
    let data = try JSONEncoder().encode(audit)
    #expect(try JSONDecoder().decode(ShortcutAudit.self, from: data) == audit)
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      Set(json.keys) == ["films", "patients", "normal", "pneumonia", "withoutRegion", "threshold", "seed", "answers", "views", "sweeps"])
    let answer = try #require((json["answers"] as? [[String: Any]])?.last)
    #expect(
      Set(answer.keys) == ["question", "title", "measure", "figure", "interval", "limits", "verdict", "reason"])
    #expect(answer["interval"] is NSNull && answer["reason"] is NSNull)
    let view = try #require((json["views"] as? [[String: Any]])?.first)
    #expect(Set(view.keys) == ["view", "auroc", "sensitivity", "specificity", "probe", "probeVerdict"] && view["probe"] is NSNull)
    let sweep = try #require((json["sweeps"] as? [[String: Any]])?.first)
    let point = try #require((sweep["points"] as? [[String: Any]])?.first)
    #expect(Set(point.keys) == ["step", "meanOfNormal", "meanOfPneumonia", "auroc", "sensitivity", "specificity"])
  }

  /// A loss whose interval holds 0 is within chance, however large it is, and a strength whose interval holds 0.5.
  @Test func whatIsWithinChancePasses() {
    func answer(_ question: AuditQuestion, _ value: Double, _ lower: Double, _ upper: Double) -> Verdict {
      let interval = Interval(value: value, lower: lower, upper: upper)
      return AuditAnswer(question, QuotedInterval(value: value, independent: interval, clustered: nil), isJudged: true).verdict
    }
    #expect(answer(.markersCovered, 0.06, -0.01, 0.13) == .pass && answer(.markersCovered, 0.06, 0.01, 0.11) == .fail)
    #expect(answer(.backgroundOther, 0.07, 0.01, 0.13) == .warn && answer(.backgroundOther, 0.6, 0.4, 0.8) == .fail)
    #expect(answer(.borderOnly, 0.7, 0.49, 0.9) == .pass && answer(.borderOnly, 0.7, 0.55, 0.85) == .warn)
  }

  /// A probe that may have guessed proves nothing of the data, nor does one that misled, nor one of too few films.
  @Test func aProbeMayHaveGuessed() throws {
    func verdict(_ value: Double, _ lower: Double, _ upper: Double) -> Verdict {
      let interval = Interval(value: value, lower: lower, upper: upper)
      return Shortcut.verdict(onProbe: QuotedInterval(value: value, independent: interval, clustered: nil))
    }
    #expect(verdict(0.95, 0.45, 1) == .pass && verdict(0.95, 0.9, 1) == .fail && verdict(0.05, 0, 0.1) == .pass)
    #expect(Shortcut.verdict(onProbe: nil) == .unknown)
    var answers = Answers()
    answers.probe = 1
    #expect(try Self.audit(12, answers)[FilmView.borderOnly]?.probeVerdict == .unknown)
  }

  /// Of sensitivity and specificity the one that falls most counts, against films as they are.
  @Test func aSweepLosesWhatFallsMost() {
    func loss(_ points: [(step: Double, sensitivity: Double, specificity: Double?)]) -> Double? {
      SweepFigures(
        sweep: .brightness,
        points: points.map {
          SweepFigures.Point(
            step: $0.step, meanOfNormal: nil, meanOfPneumonia: nil, auroc: nil, sensitivity: $0.sensitivity, specificity: $0.specificity)
        }
      ).loss
    }
    #expect(loss([(-0.25, 0.5, 1), (0, 0.75, 0.875), (0.25, 1, 0.75)]) == 0.25)
    #expect(loss([(-0.25, 0.75, 1), (0, 0.875, 0.875), (0.25, 1, 0.5)]) == 0.375)
    #expect(loss([(0, 0.75, 0.5), (0.25, 1, 0.75)]) == 0 && loss([(0, 0.75, nil), (0.25, 1, 0.75)]) == nil)
  }
}
