import Statistics
import Testing

@Suite("Confusion matrix")
struct ConfusionMatrixTests {
  @Test func project2sPublishedTable() throws {
    // 387 of 390 sick and 179 of 234 healthy children right.
    let matrix = ConfusionMatrix(tn: 179, fp: 55, fn: 3, tp: 387)
    #expect(matrix.count == 624)
    #expect(matrix.accuracy == 566.0 / 624)
    #expect(matrix.sensitivity == 387.0 / 390)
    #expect(matrix.specificity == 179.0 / 234)
    #expect(matrix.positive.precision == 387.0 / 442)
    #expect(matrix.positive.recall == matrix.sensitivity)
    #expect(matrix.positive.f1 == 774.0 / 832)
    #expect(matrix.positive.support == 390)
    #expect(matrix.negative.precision == 179.0 / 182)
    #expect(matrix.negative.recall == matrix.specificity)
    #expect(matrix.negative.f1 == 358.0 / 416)
    #expect(matrix.negative.support == 234)
  }

  @Test func ratiosWithoutADenominatorAreNil() {
    let empty = ConfusionMatrix(tn: 0, fp: 0, fn: 0, tp: 0)
    #expect(empty.accuracy == nil && empty.sensitivity == nil && empty.specificity == nil)
    #expect(empty.positive.precision == nil && empty.positive.recall == nil && empty.positive.f1 == nil)
    let healthy = ConfusionMatrix(tn: 3, fp: 0, fn: 0, tp: 0)
    #expect(healthy.accuracy == 1 && healthy.sensitivity == nil && healthy.specificity == 1)
    #expect(healthy.positive.f1 == nil && healthy.negative.f1 == 1)
    let missed = ConfusionMatrix(tn: 0, fp: 0, fn: 2, tp: 0)
    #expect(missed.positive.precision == nil && missed.positive.recall == 0 && missed.positive.f1 == 0)
    #expect(missed.negative.precision == 0 && missed.negative.recall == nil && missed.negative.f1 == 0)
  }

  @Test func aScoreAtTheThresholdIsPositive() throws {
    let matrix = try ConfusionMatrix(
      scores: [0.2, 0.5, 0.5, 0.7, -.infinity, .infinity], labels: [true, true, false, true, false, false], threshold: 0.5)
    #expect(matrix == ConfusionMatrix(tn: 1, fp: 2, fn: 1, tp: 2))
  }

  @Test func aScoreThatIsNoNumberIsRefused() {
    #expect(throws: StatisticsError.notANumber(index: 1)) {
      try ConfusionMatrix(scores: [0.2, .nan], labels: [true, true], threshold: 0.5)
    }
  }

  @Test func goldens() throws {
    for curve in try Golden.read().curves {
      for golden in curve.decisions {
        let matrix = try ConfusionMatrix(scores: curve.scores, labels: curve.labels.map { $0 == 1 }, threshold: golden.threshold)
        let name = "\(curve.name) at \(golden.threshold)"
        #expect(matrix == ConfusionMatrix(tn: golden.tn, fp: golden.fp, fn: golden.fn, tp: golden.tp), "\(name)")
        expectClose(matrix.accuracy, golden.accuracy, name)
        for (figures, index) in [(matrix.negative, 0), (matrix.positive, 1)] {
          expectClose(figures.precision, golden.precision[index], "\(name), precision of class \(index)")
          expectClose(figures.recall, golden.recall[index], "\(name), recall of class \(index)")
          expectClose(figures.f1, golden.f1[index], "\(name), F1 of class \(index)")
          #expect(figures.support == golden.support[index], "\(name)")
        }
      }
    }
  }
}

/// Both nil, or within 1e-9 (relative above 1).
func expectClose(_ actual: Double?, _ expected: Double?, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation) {
  guard let actual, let expected else {
    #expect(
      actual == nil && expected == nil, "\(comment): \(String(describing: actual)), not \(String(describing: expected))",
      sourceLocation: sourceLocation)
    return
  }
  #expect(abs(actual - expected) <= 1e-9 * max(1, abs(expected)), "\(comment): \(actual), not \(expected)", sourceLocation: sourceLocation)
}
