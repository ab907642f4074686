import Statistics
import Testing

@testable import PulmoKit

/// What triage counts: patients, of all kinds of pneumonia.
@Suite struct TriageUnitTests {
  /// A film at a threshold itself is neither clear nor urgent: one at the operating threshold is called a pneumonia, and must not be clear.
  @Test func aFilmAtAThresholdIsNeither() {
    let (low, middle, high) = (0.25, 0.5, 0.75)
    let triage = TriageTests.thresholds(low, high)
    #expect([low.nextDown, low, high, high.nextUp].map { triage($0) } == [.clear, .greyZone, .greyZone, .urgent])
    let one = TriageTests.thresholds(middle, middle)
    #expect([middle.nextDown, middle, middle.nextUp].map { one($0) } == [.clear, .greyZone, .urgent])
  }

  /// Nine sick children and ten healthy ones of two films each, the second on its right side. At rates of 0.2 one child of either may be lost,
  /// as if each had its worse film alone; by film it would be two of 18 and three of 20.
  @Test func theUnitIsAPatientOfAnyKind() throws {
    let kinds: [Label] = [.bacterial, .viral, .pneumonia]
    let sick = [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
    let healthy = [0.01, 0.02, 0.05, 0.15, 0.2, 0.25, 0.35, 0.4, 0.45, 0.85]
    var scores: [ScoredStudy] = []
    func add(_ patient: String, _ label: Label, _ films: [Double]) {
      for (film, probability) in films.enumerated() {
        scores.append(ScoredStudy(id: "\(patient)-\(film)", patient: patient, label: label, probability: probability))
      }
    }
    for (child, probability) in sick.enumerated() { add("sick\(child)", kinds[child % 3], [probability, 0.97]) }
    for (child, probability) in healthy.enumerated() { add("well\(child)", .normal, [probability, 0.005]) }
    let triage = try TriageThresholds(
      keeping: TriagePromise(missRate: 0.2, alarmRate: 0.2), around: 0.3, on: scores, description: "made up")
    // Ends at 0.3 and 0.45, each in the middle to the film beyond: 0.25 and 0.5.
    #expect(triage.clearBelow == 0.275 && triage.urgentAbove == 0.475)
    #expect(triage.pneumoniaPatients == 9 && triage.normalPatients == 10)
    // Two rates are two rates: of 0.1 no sick child may be lost, of 0.3 two healthy ones.
    let other = try TriageThresholds(
      keeping: TriagePromise(missRate: 0.1, alarmRate: 0.3), around: 0.3, on: scores, description: "made up")
    #expect(abs(try #require(other.clearBelow) - 0.075) < 1e-12)
    #expect(abs(try #require(other.urgentAbove) - 0.425) < 1e-12)
  }

  /// Films of one child are no independent evidence: the interval of a share is that of resampled patients.
  @Test func sharesHaveIntervalsOfPatients() throws {
    let scores = (0..<24).map { film in
      ScoredStudy(
        id: "\(film)", patient: "child\(film / 4)", label: film < 12 ? .viral : .normal, probability: [0.1, 0.9, 0.5][film / 4 % 3])
    }
    let figures = try #require(TriageFigures(of: scores, by: TriageTests.thresholds(0.2, 0.8), resamples: 200))
    let isDecided = scores.map { $0.probability == 0.5 ? 0.0 : 1 }
    #expect(figures.decided.value == 2.0 / 3)
    let clustered = try #require(figures.decided.clustered)
    #expect(clustered == Interval.clusteredMean(of: isDecided, draws: PatientDraws(scores, resamples: 200)))
    #expect(figures.decided.independent == Interval.wilson(successes: 16, trials: 24))
    #expect(figures.decided.quoted == clustered, "six children say less than 24 films")
    #expect(figures.missed?.value == 1.0 / 3 && figures.missed?.independent == Interval.wilson(successes: 4, trials: 12))
    #expect(figures.alarmed?.value == 1.0 / 3 && figures.missedPatients == 1.0 / 3 && figures.alarmedPatients == 1.0 / 3)
  }

  /// Nine children of whom no two figures are alike: of sick ones one cleared and two urgent, of healthy ones three cleared and one urgent.
  @Test func everyFigureIsItsOwn() throws {
    let films: [(String, Label, Double)] = [
      ("a", .viral, 0.1), ("b", .bacterial, 0.9), ("b", .bacterial, 0.95), ("c", .pneumonia, 0.9), ("d", .viral, 0.5),
      ("e", .normal, 0.1), ("e", .normal, 0.15), ("f", .normal, 0.1), ("g", .normal, 0.9), ("h", .normal, 0.5), ("i", .normal, 0.05),
    ]
    let scores = films.enumerated().map { ScoredStudy(id: "\($0)", patient: $1.0, label: $1.1, probability: $1.2) }
    let figures = try #require(TriageFigures(of: scores, by: TriageTests.thresholds(0.2, 0.8), resamples: 0))
    #expect(figures[.clear] == TriageFigures.Zone(normal: 4, pneumonia: 1))
    #expect(figures[.greyZone] == TriageFigures.Zone(normal: 1, pneumonia: 1))
    #expect(figures[.urgent] == TriageFigures.Zone(normal: 1, pneumonia: 3))
    #expect(figures.decided.value == 9.0 / 11 && figures.saved == 5.0 / 11)
    #expect(figures.missed?.value == 1.0 / 5 && figures.alarmed?.value == 1.0 / 6)
    #expect(figures.missedPatients == 1.0 / 4 && figures.alarmedPatients == 1.0 / 5)
    for part in ["9 films are clear or urgent", "1 pneumonias are cleared", "1 normal films are urgent"] {
      #expect(figures.table.contains(part), "\(figures.table)")
    }
  }
}
