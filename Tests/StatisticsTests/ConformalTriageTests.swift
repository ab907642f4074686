import Statistics
import Testing

@Suite("Conformal triage")
struct ConformalTriageTests {
  /// Nine children with pneumonia and a rate of 0.2: (losses + 1) / 10 ≤ 0.2 allows one to be missed, so the second lowest score is the bound.
  @Test func nineChildrenByHand() throws {
    let sick = (1...9).map { Double($0) / 10 }
    let healthy = (1...4).map { Double($0) / 10 + 0.05 }
    let triage = try ConformalTriage(
      scores: sick + healthy, labels: sick.map { _ in true } + healthy.map { _ in false }, patients: (0..<13).map { "child\($0)" },
      missRate: 0.2, alarmRate: 0.2)
    #expect(triage.clearBelow == 0.2)
    // (0 + 1) / 5 is 0.2: no alarm is allowed, so the highest score is the bound.
    #expect(triage.urgentAbove == 0.45)
    #expect(triage.positivePatients == 9 && triage.negativePatients == 4)
  }

  /// 0.29 · 100 is 28.999999999999996 in a computer: of 99 children 28 may be lost all the same.
  @Test func theProductsRoundingErrorCostsNoChild() throws {
    let sick = (0..<99).map { Double($0) }
    let triage = try ConformalTriage(
      scores: sick + [-1], labels: sick.map { _ in true } + [false], patients: (0..<100).map { "child\($0)" }, missRate: 0.29,
      alarmRate: 0.5)
    #expect(triage.clearBelow == 28)
  }

  @Test func tooFewChildrenPromiseNothing() throws {
    let triage = try ConformalTriage(
      scores: [0.9, 0.1], labels: [true, false], patients: ["a", "b"], missRate: 0.01, alarmRate: 0.5)
    #expect(triage.clearBelow == nil && triage.urgentAbove == 0.1)
  }

  /// A rate so near 1 that rounding could take it for 1, which would allow all to be lost.
  @Test(arguments: [ConformalTriage.PatientLoss.anyFilm, .shareOfFilms])
  func aRateNextToOneStillHasABound(loss: ConformalTriage.PatientLoss) throws {
    let triage = try ConformalTriage(
      scores: [0.5, 0.7, 0.9, 0.2, 0.3], labels: [true, true, true, false, false], patients: ["a", "b", "b", "c", "d"],
      missRate: 1 - 1e-10, alarmRate: 1 - 1e-10, loss: loss)
    #expect(triage.clearBelow == (loss == .anyFilm ? 0.7 : 0.9) && triage.urgentAbove == 0.2)
  }

  @Test func goldens() throws {
    let evidence = try Evidence.read()
    var promised = 0
    for (films, goldens) in zip(evidence.sets, evidence.conformal) {
      for golden in goldens {
        let loss = try #require(ConformalTriage.PatientLoss(rawValue: golden.loss))
        let triage = try ConformalTriage(
          scores: films.scores, labels: films.isPositive, patients: films.patients, missRate: golden.missRate, alarmRate: golden.alarmRate,
          loss: loss)
        #expect(triage.clearBelow == golden.clearBelow, "\(films.name), \(golden)")
        #expect(triage.urgentAbove == golden.urgentAbove, "\(films.name), \(golden)")
        promised += triage.clearBelow == nil ? 0 : 1
      }
    }
    #expect(promised > 15, "\(promised)")
  }

  @Test func bothClassesAndNumbersAreNeeded() {
    func triage(_ scores: [Double], _ labels: [Bool]) throws -> ConformalTriage {
      try ConformalTriage(scores: scores, labels: labels, patients: labels.map { _ in "a" }, missRate: 0.1, alarmRate: 0.1)
    }
    #expect(throws: StatisticsError.noPositives) { try triage([], []) }
    #expect(throws: StatisticsError.noPositives) { try triage([1], [false]) }
    #expect(throws: StatisticsError.noNegatives) { try triage([1], [true]) }
    #expect(throws: StatisticsError.notANumber(index: 1)) { try triage([1, .nan], [true, false]) }
  }

  /// The promise itself: over many calibration sets the mean of the next child's loss stays below the rate, and near it.
  @Test func theNextChildIsMissedAsSeldomAsPromised() throws {
    var generator = Numbers(seed: 7)
    var misses = 0.0
    var alarms = 0.0
    let trials = 2000
    for _ in 0..<trials {
      var (scores, labels, patients) = ([Double](), [Bool](), [String]())
      func child(_ isSick: Bool) -> [Double] {
        let own = generator.unit() + (isSick ? 0.5 : 0)
        return (0..<Int(1 + 3 * generator.unit())).map { _ in own + 0.3 * generator.unit() }
      }
      for index in 0..<60 {
        let films = child(index % 2 == 0)
        scores += films
        labels += films.map { _ in index % 2 == 0 }
        patients += films.map { _ in "child\(index)" }
      }
      let triage = try ConformalTriage(scores: scores, labels: labels, patients: patients, missRate: 0.1, alarmRate: 0.2)
      let (clearBelow, urgentAbove) = (try #require(triage.clearBelow), try #require(triage.urgentAbove))
      misses += child(true).contains { $0 < clearBelow } ? 1 : 0
      alarms += child(false).contains { $0 > urgentAbove } ? 1 : 0
    }
    // 30 children of each class: the exact means are 3/31 and 6/31; three standard errors are 0.020 and 0.027.
    #expect(abs(misses / Double(trials) - 3.0 / 31) < 0.02, "\(misses)")
    #expect(abs(alarms / Double(trials) - 6.0 / 31) < 0.027, "\(alarms)")
  }
}
