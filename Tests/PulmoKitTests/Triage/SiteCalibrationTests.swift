import Foundation
import Statistics
import Testing

@testable import PulmoKit

/// Which of a site's films choose what.
@Suite struct SiteCalibrationTests {
  /// 120 children of two films each, a third normal; about every fifth is on the wrong side.
  private static let scores: [ScoredStudy] = (0..<240).map { film in
    let child = film / 2
    let label = [Label.normal, .bacterial, .viral][child % 3]
    let logit = (label == .normal ? -1.0 : 1) * (child % 5 == 0 ? -1 : 1) * (0.5 + Double(film * 37 % 101) / 30) + 0.4
    let pneumonia = 1 / (1 + exp(-logit))
    let share = 0.1 + Double(film % 8) / 10
    return ScoredStudy(
      id: "\(film)", patient: "child\(child)", label: label, probability: pneumonia,
      classes: ClassProbabilities(normal: 1 - pneumonia, bacterial: pneumonia * share, viral: pneumonia * (1 - share)))
  }

  private static func manifest(_ own: Calibration? = nil) throws -> ModelManifest {
    var manifest = try ScreeningModels.logistic(weight: 1, bias: 0).manifest
    manifest.calibration = own
    return manifest
  }

  private static func calibrated(by own: Calibration? = nil, excluding known: Set<String> = []) throws -> SiteCalibration {
    try SiteCalibration(
      of: scores, by: try manifest(own), sensitivity: 0.9, promise: TriagePromise(missRate: 0.1, alarmRate: 0.2), excluding: known,
      description: "ours")
  }

  /// No patient has a part in both: triage's quantiles rest on patients the probabilities were not fitted on.
  @Test func oneHalfMakesProbabilitiesAndTheOtherTriage() throws {
    let (fitted, held) = SiteCalibration.halves(of: Self.scores)
    #expect(fitted.isDisjoint(with: held) && fitted.union(held) == Set(Self.scores.map(\.patient)))
    let sick = Set(Self.scores.filter { $0.label != .normal }.map(\.patient))
    #expect(fitted.count == 60 && held.count == 60 && fitted.intersection(sick).count == 40)
    let site = try Self.calibrated()
    let further = try #require(
      try Calibration(
        .platt, fitting: Self.scores.filter { fitted.contains($0.patient) }, description: "ours, one half of its patients"))
    #expect(site.calibration == further && further.studyCount == 120)
    #expect(site.threshold == (try OperatingThreshold(reaching: 0.9, on: site.scores, description: "ours")))
    let triage = try TriageThresholds(
      keeping: TriagePromise(missRate: 0.1, alarmRate: 0.2), around: site.threshold.value,
      on: site.scores.filter { held.contains($0.patient) }, description: "ours, the other half of its patients")
    #expect(site.triage == triage && triage.clearBelow != nil && triage.urgentAbove != nil)
    #expect(site.warnings.isEmpty)
  }

  /// The logit is calibrated, however far out; the kinds keep their shares of it.
  @Test func scoresAreCalibratedAndKindsKeepTheirShares() throws {
    let site = try Self.calibrated()
    let calibration = try #require(site.calibration)
    for (before, after) in zip(Self.scores, site.scores) {
      #expect(after.id == before.id && after.patient == before.patient && after.label == before.label)
      let logit = calibration(log(before.probability / (1 - before.probability)))
      #expect(abs(after.probability - 1 / (1 + exp(-logit))) < 1e-12)
      let (old, new) = (try #require(before.classes), try #require(after.classes))
      #expect(abs(new.bacterial - after.probability * old.bacterial / (old.bacterial + old.viral)) < 1e-12)
      #expect(abs(new.normal + new.bacterial + new.viral - 1) < 1e-12)
    }
  }

  /// Films are scored with the model's own calibration, and the new one stands on top of it.
  @Test func theModelsOwnCalibrationStays() throws {
    let own = Calibration(temperature: 1.7, bias: -0.3, fittedOn: "theirs", studyCount: 9)
    let (plain, site) = (try Self.calibrated(), try Self.calibrated(by: own))
    #expect(site.calibration == (try #require(plain.calibration)).after(own) && site.calibration != plain.calibration)
    #expect(site.scores == plain.scores && site.triage == plain.triage)
  }

  /// Patients whose films the model knows are in no half.
  @Test func knownPatientsAreInNoHalf() throws {
    let known = Set((0..<30).map { "child\($0)" })
    let site = try Self.calibrated(excluding: known)
    #expect(site.calibration?.studyCount == 90)
    #expect(site.triage.map { $0.pneumoniaPatients + $0.normalPatients } == 45)
    #expect(site.threshold.studyCount == 240 && site.warnings.count == 1)
  }
}
