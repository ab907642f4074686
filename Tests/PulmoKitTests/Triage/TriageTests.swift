import Foundation
import Statistics
import Testing

@testable import PulmoKit

extension SiteCalibration {
  /// A new threshold alone.
  static func threshold(_ threshold: OperatingThreshold) -> SiteCalibration {
    SiteCalibration(calibration: nil, threshold: threshold, triage: nil, scores: [], warnings: [])
  }
}

@Suite struct TriageTests {
  /// One film a patient: `sick` and `healthy` with these probabilities.
  static func scores(sick: [Double], healthy: [Double]) -> [ScoredStudy] {
    let films = sick.map { ($0, Label.viral) } + healthy.map { ($0, Label.normal) }
    return films.enumerated().map { ScoredStudy(id: "\($0)", patient: "child\($0)", label: $1.1, probability: $1.0) }
  }

  static func thresholds(_ clearBelow: Double?, _ urgentAbove: Double?) -> TriageThresholds {
    TriageThresholds(
      clearBelow: clearBelow, urgentAbove: urgentAbove, promise: TriagePromise(), chosenOn: "", pneumoniaPatients: 0, normalPatients: 0)
  }

  /// Nine sick children and a miss rate of 0.2: (losses + 1) / 10 <= 0.2 allows one to be missed, so the second lowest film is the end.
  @Test func thresholdsKeepThePromise() throws {
    let sick = [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
    let healthy = [0.01, 0.02, 0.05, 0.2, 0.25, 0.35, 0.4, 0.45, 0.85]
    let promise = TriagePromise(missRate: 0.2, alarmRate: 0.2)
    let triage = try TriageThresholds(
      keeping: promise, around: 0.3, on: Self.scores(sick: sick, healthy: healthy), description: "made up")
    // Ends at 0.3 and 0.45, each in the middle to the film beyond: 0.25 and 0.5.
    #expect(triage.clearBelow == 0.275)
    #expect(triage.urgentAbove == 0.475)
    #expect([0.27, 0.28, 0.47, 0.48].map { triage($0) } == [.clear, .greyZone, .greyZone, .urgent])
    #expect(triage.pneumoniaPatients == 9 && triage.normalPatients == 9)
    // What is called a pneumonia is never clear, what is called normal never urgent.
    let high = try TriageThresholds(keeping: promise, around: 0.9, on: Self.scores(sick: sick, healthy: healthy), description: "")
    #expect(high.clearBelow == 0.275 && high.urgentAbove == 0.9)
    let low = try TriageThresholds(keeping: promise, around: 0.1, on: Self.scores(sick: sick, healthy: healthy), description: "")
    #expect(low.clearBelow == 0.1 && low.urgentAbove == 0.475)
  }

  @Test func thresholdsThatCrossLeaveNoGreyZoneAndMissFewer() throws {
    let sick = [0.6, 0.7, 0.8, 0.9]
    let healthy = [0.1, 0.2, 0.3, 0.4]
    let promise = TriagePromise(missRate: 0.4, alarmRate: 0.4)
    let triage = try TriageThresholds(
      keeping: promise, around: 0.3, on: Self.scores(sick: sick, healthy: healthy), description: "")
    // One of each may be lost: clear may go up to 0.7 and urgent down to 0.3. All between is urgent.
    #expect(triage.clearBelow == 0.25 && triage.urgentAbove == 0.35)
    let figures = try #require(TriageFigures(of: Self.scores(sick: sick, healthy: healthy), by: triage))
    #expect(figures[.clear] == TriageFigures.Zone(normal: 2, pneumonia: 0))
    #expect(figures[.urgent] == TriageFigures.Zone(normal: 1, pneumonia: 4))
    #expect(figures[.greyZone] == TriageFigures.Zone(normal: 1, pneumonia: 0))
  }

  @Test func tooFewPatientsPromiseNothing() throws {
    let triage = try TriageThresholds(
      keeping: TriagePromise(missRate: 0.01, alarmRate: 0.2), around: 0.5,
      on: Self.scores(sick: [0.9, 0.8], healthy: [0.1, 0.2, 0.3, 0.4]),
      description: "")
    #expect(triage.clearBelow == nil)
    #expect(triage(0) == .greyZone)
    #expect(triage(1) == .urgent)
  }

  @Test func figuresCountFilmsAndPatients() throws {
    // A sick child with one film cleared of two, a sick one that is found, a healthy one alarmed and one cleared.
    let films: [(String, Label, Double)] = [
      ("a", .bacterial, 0.1), ("a", .bacterial, 0.9), ("b", .viral, 0.5), ("c", .normal, 0.95), ("d", .normal, 0.05),
    ]
    let scores = films.enumerated().map { ScoredStudy(id: "\($0)", patient: $1.0, label: $1.1, probability: $1.2) }
    let figures = try #require(TriageFigures(of: scores, by: Self.thresholds(0.2, 0.8)))
    #expect(figures.decided.value == 0.8)
    #expect(figures.missed?.value == 1.0 / 3)
    #expect(figures.alarmed?.value == 0.5)
    #expect(figures.missedPatients == 0.5 && figures.alarmedPatients == 0.5)
    #expect(figures.saved == 0.4)
    #expect(figures.table.contains("1 pneumonias are cleared"))
    #expect(TriageFigures(of: [], by: Self.thresholds(0.2, 0.8)) == nil)
    let healthy = try #require(TriageFigures(of: [scores[4]], by: Self.thresholds(nil, nil), resamples: 0))
    #expect(healthy.missed == nil && healthy.missedPatients == nil && healthy.decided.value == 0)
  }

  /// A network that is twice as certain as it should be: half of the logit is the truth, on both halves of the patients.
  @Test func aSiteCalibrationMakesAllAnew() throws {
    let model = try ScreeningModels.logistic(weight: 1, bias: 0).manifest
    var films: [(Double, Label)] = []
    // At each certain logit ±2z films are wrong as often as 1 / (1 + e^z) says: 27 of 100 at z = 1, 12 of 100 at z = 2.
    for (logit, wrong) in [(2.0, 27), (4.0, 12)] {
      for index in 0..<100 {
        films.append((1 / (1 + exp(-logit)), index < wrong ? .normal : .bacterial))
        films.append((1 / (1 + exp(logit)), index < wrong ? .bacterial : .normal))
      }
    }
    let scores = films.enumerated().map { ScoredStudy(id: "\($0)", patient: "p\($0)", label: $1.1, probability: $1.0) }
    let calibration = try SiteCalibration(
      of: scores, by: model, sensitivity: 0.9, promise: TriagePromise(missRate: 0.1, alarmRate: 0.1), description: "ours")
    #expect(calibration.warnings.isEmpty)
    let fit = try #require(calibration.calibration)
    #expect(abs(fit.temperature - 2) < 0.35, "\(fit.temperature)")
    #expect(abs(fit.bias) < 0.35, "\(fit.bias)")
    #expect(fit.studyCount == 200)
    let triage = try #require(calibration.triage)
    #expect(triage.pneumoniaPatients + triage.normalPatients == 200, "triage has the other half of the patients")
    #expect(calibration.threshold.studyCount == 400)
    #expect(calibration.scores.map(\.id) == scores.map(\.id))
    #expect(abs(calibration.scores[0].probability - 1 / (1 + exp(-2 / fit.temperature - fit.bias))) < 1e-12)

    // Patients the model knows choose nothing but the threshold.
    let known = Set(scores.prefix(100).map(\.patient))
    let others = try SiteCalibration(
      of: scores, by: model, sensitivity: 0.9, promise: TriagePromise(missRate: 0.1, alarmRate: 0.1), excluding: known, description: "ours")
    #expect(others.calibration?.studyCount == 150)
    #expect(others.triage.map { $0.pneumoniaPatients + $0.normalPatients } == 150)
    #expect(others.threshold.studyCount == 400)

    // What one half has not enough of is said, and the rest is done.
    let few = try SiteCalibration(
      of: Array(scores.prefix(40)), by: model, sensitivity: 0.9, promise: TriagePromise(), description: "ours")
    #expect(few.triage?.clearBelow == nil)
    #expect(few.warnings.contains { $0.hasPrefix("no film will be clear: ") }, "\(few.warnings)")
  }
}
