import Statistics
import Testing

@Suite("Threshold for a wanted sensitivity")
struct SensitivityThresholdTests {
  private let scores = [0.9, 0.8, 0.6, 0.4, 0.3, 0.1]
  private let labels = [true, true, false, true, false, true]

  @Test(arguments: [
    // wanted, threshold, and by hand: the lowest positive kept, the next score below
    (0.0, 0.85), (0.25, 0.85), (0.26, 0.7), (0.5, 0.7), (0.51, 0.35), (0.75, 0.35), (0.76, 0.1), (1.0, 0.1),
  ])
  func theMiddleOfTheGapBelowTheLastPositiveNeeded(wanted: Double, expected: Double) throws {
    let (threshold, confusion) = try ROCCurve(scores: scores, labels: labels).threshold(forSensitivity: wanted)
    #expect(abs(threshold - expected) < 1e-15, "\(wanted): \(threshold)")
    #expect(try ConfusionMatrix(scores: scores, labels: labels, threshold: threshold) == confusion, "\(wanted)")
    #expect(try #require(confusion.sensitivity) >= wanted, "\(wanted)")
  }

  @Test func theProductsRoundingErrorCostsNoFilm() throws {
    // 0.29 · 100 is 28.999999999999996 and 0.57 · 100 is 56.99999999999999, but 0.07 · 100 is 7.000000000000001.
    let curve = try ROCCurve(scores: (1...100).map(Double.init), labels: [Bool](repeating: true, count: 100))
    for wanted in [0.07, 0.29, 0.57, 0.99] {
      let found = try curve.threshold(forSensitivity: wanted).confusion.tp
      #expect(found == Int((wanted * 100).rounded()), "\(wanted)")
    }
    #expect(try curve.threshold(forSensitivity: 0.9900001).confusion.tp == 100)
  }

  @Test func tiesAreDecidedTogether() throws {
    let scores = [0.9, 0.5, 0.5, 0.5, 0.2]
    let labels = [true, true, false, true, false]
    let (threshold, confusion) = try ROCCurve(scores: scores, labels: labels).threshold(forSensitivity: 0.6)
    #expect(threshold == 0.35)
    #expect(confusion == ConfusionMatrix(tn: 1, fp: 1, fn: 0, tp: 3))
  }

  @Test func noGapLeavesTheScoreItself() throws {
    let next = 0.5.nextDown
    let above = 0.5.nextUp
    #expect(try ROCCurve(scores: [0.5, next], labels: [true, false]).threshold(forSensitivity: 1).threshold == 0.5)
    #expect(try ROCCurve(scores: [above, 0.5], labels: [true, false]).threshold(forSensitivity: 1).threshold == above)
    #expect(try ROCCurve(scores: [0.5, -.infinity], labels: [true, false]).threshold(forSensitivity: 1).threshold == 0.5)
    #expect(try ROCCurve(scores: [.infinity, 0.5], labels: [true, false]).threshold(forSensitivity: 1).threshold == .infinity)
    #expect(
      try ROCCurve(scores: [.greatestFiniteMagnitude, -.greatestFiniteMagnitude], labels: [true, false]).threshold(forSensitivity: 1)
        .threshold == .greatestFiniteMagnitude)
    #expect(try ROCCurve(scores: [0.5, 0.5], labels: [true, false]).threshold(forSensitivity: 1).threshold == 0.5)
  }

  @Test func theHighestPositiveIsFoundEvenWhereNoneIsWanted() throws {
    let (threshold, confusion) = try ROCCurve(scores: [0.9, 0.8, 0.2], labels: [false, true, false]).threshold(forSensitivity: 0)
    #expect(threshold == 0.5)
    #expect(confusion == ConfusionMatrix(tn: 1, fp: 1, fn: 0, tp: 1))
  }

  @Test func withoutPositivesThereIsNone() throws {
    let curve = try ROCCurve(scores: [0.5], labels: [false])
    #expect(throws: StatisticsError.noPositives) { try curve.threshold(forSensitivity: 0.9) }
  }

  /// The definition, tried out: every decision some threshold can make, the best of those that are sensitive enough.
  @Test func noThresholdDoesBetterOnTheGoldenScores() throws {
    for golden in try Golden.read().curves {
      let labels = golden.labels.map { $0 == 1 }
      let curve = try ROCCurve(scores: golden.scores, labels: labels)
      for wanted in [0.01, 0.5, 0.9, 0.95, 0.99, 1] {
        let (threshold, confusion) = try curve.threshold(forSensitivity: wanted)
        let counted = try ConfusionMatrix(scores: golden.scores, labels: labels, threshold: threshold)
        #expect(counted == confusion, "\(golden.name), \(wanted)")
        #expect(try #require(confusion.sensitivity) >= wanted, "\(golden.name), \(wanted)")
        for score in golden.scores where score > threshold {
          let other = try ConfusionMatrix(scores: golden.scores, labels: labels, threshold: score.nextUp)
          let sensitivity = try #require(other.sensitivity)
          #expect(sensitivity < wanted || other.fp >= confusion.fp, "\(golden.name), \(wanted): \(score) does better")
        }
      }
    }
  }
}
