import Statistics
import Testing

@testable import PulmoKit

@Suite struct OperatingThresholdTests {
  static func choose(_ sensitivity: Double, _ values: [(Label, Double)]) throws -> OperatingThreshold {
    try OperatingThreshold(reaching: sensitivity, on: EvaluationTests.scores(values), description: "these")
  }

  /// Four pneumonias at 0.9, 0.8, 0.6 and 0.2: three quarters need 0.6; the next score below it is the normal film's 0.4.
  @Test func liesMidwayBelowTheLastFilmItHasToFind() throws {
    let films: [(Label, Double)] = [(.viral, 0.9), (.viral, 0.8), (.bacterial, 0.6), (.viral, 0.2), (.normal, 0.4), (.normal, 0.7)]
    let threshold = try Self.choose(0.75, films)
    #expect(threshold.value == 0.5)
    #expect(threshold.wantedSensitivity == 0.75 && threshold.chosenOn == "these" && threshold.studyCount == 6)
    let evaluation = try Evaluation(EvaluationTests.scores(films), threshold: threshold.value)
    #expect(evaluation.sensitivity?.value == 0.75)
  }

  @Test func reachesWhatIsWanted() throws {
    let films: [(Label, Double)] = (0..<100).map { (.bacterial, Double($0) / 100) } + (0..<50).map { (.normal, Double($0) / 150) }
    for wanted in [0.07, 0.5, 0.9, 0.99, 1] {
      let threshold = try Self.choose(wanted, films)
      let evaluation = try Evaluation(EvaluationTests.scores(films), threshold: threshold.value)
      #expect(evaluation.confusion.tp == Int((wanted * 100).rounded()), "wanted \(wanted)")
    }
  }

  @Test func needsAPneumonia() {
    #expect(throws: DataError.self) { try Self.choose(0.99, [(.normal, 0.3)]) }
  }

  @Test func aCalibratedModelRemembersItsThresholds() throws {
    let model = try ScreeningModels.logistic(weight: 1, bias: 0, threshold: 0.5)
    let first = try model.recalibrated(
      by: .threshold(OperatingThreshold(value: 0.3, wantedSensitivity: 0.9, chosenOn: "ours", studyCount: 7)))
    let second = try first.recalibrated(
      by: .threshold(OperatingThreshold(value: 0.2, wantedSensitivity: 0.95, chosenOn: "theirs", studyCount: 8)))
    #expect(second.manifest.threshold.value == 0.2)
    #expect(second.manifest.earlierThresholds.map(\.value) == [0.5, 0.3])
    #expect(first.manifest.version == "1.0.0+calibrated.1")
    #expect(second.manifest.version == "1.0.0+calibrated.2")
    #expect(second.parameters == model.parameters)
    #expect(second.manifest.weightsSHA256 == model.manifest.weightsSHA256)
  }
}
