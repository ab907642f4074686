import Testing

@testable import Statistics

@Suite("ROC curve")
struct ROCCurveTests {
  @Test func fourFilmsByHand() throws {
    // Positives 0.8 and 0.35, negatives 0.4 and 0.1: of four pairs, 0.35 against 0.4 is the one in the wrong order.
    let curve = try ROCCurve(scores: [0.1, 0.4, 0.35, 0.8], labels: [false, false, true, true])
    let expected: [ROCCurve.Point] = [
      ROCCurve.Point(threshold: nil, truePositives: 0, falsePositives: 0),
      ROCCurve.Point(threshold: 0.8, truePositives: 1, falsePositives: 0),
      ROCCurve.Point(threshold: 0.4, truePositives: 1, falsePositives: 1),
      ROCCurve.Point(threshold: 0.35, truePositives: 2, falsePositives: 1),
      ROCCurve.Point(threshold: 0.1, truePositives: 2, falsePositives: 2),
    ]
    #expect(curve.points == expected)
    #expect(curve.auroc == 0.75)
    #expect(curve.confusion(at: curve.points[2]) == ConfusionMatrix(tn: 1, fp: 1, fn: 1, tp: 1))
  }

  @Test func aTiedPairCountsHalf() throws {
    #expect(try ROCCurve(scores: [1, 1], labels: [false, true]).auroc == 0.5)
    // Pairs (positive, negative): (2, 1) right, (2, 2) tied, (2, 3) wrong, and the same for the other positive 3: right, right, tied.
    #expect(try ROCCurve(scores: [2, 3, 1, 2, 3], labels: [true, true, false, false, false]).auroc == (1 + 0.5 + 0 + 1 + 1 + 0.5) / 6)
  }

  @Test func oneClassOrNoFilmHasNoArea() throws {
    #expect(try ROCCurve(scores: [0.1, 0.9], labels: [true, true]).auroc == nil)
    #expect(try ROCCurve(scores: [0.1, 0.9], labels: [false, false]).auroc == nil)
    let empty = try ROCCurve(scores: [], labels: [])
    #expect(empty.auroc == nil)
    #expect(empty.points == [ROCCurve.Point(threshold: nil, truePositives: 0, falsePositives: 0)])
  }

  @Test func infiniteScoresAreOrderedAndNaNIsRefused() throws {
    #expect(try ROCCurve(scores: [-.infinity, .infinity, 0], labels: [false, true, false]).auroc == 1)
    #expect(throws: StatisticsError.notANumber(index: 2)) { try ROCCurve(scores: [0, 1, .nan], labels: [true, false, true]) }
  }

  @Test func goldens() throws {
    let golden = try Golden.read()
    #expect(golden.curves.count == 7)
    for expected in golden.curves {
      let curve = try ROCCurve(scores: expected.scores, labels: expected.labels.map { $0 == 1 })
      expectClose(curve.auroc, expected.auroc, "\(expected.name): area by scikit-learn")
      expectClose(curve.auroc, expected.mannWhitney, "\(expected.name): Mann-Whitney statistic by scipy")
      #expect(curve.points.dropFirst().map(\.threshold) == expected.thresholds, "\(expected.name)")
      try #require(curve.points.count == expected.truePositiveRates.count, "\(expected.name)")
      for (index, point) in curve.points.enumerated() {
        let name = "\(expected.name), point \(index)"
        expectClose(Double(point.truePositives) / Double(curve.positives), expected.truePositiveRates[index], name)
        expectClose(Double(point.falsePositives) / Double(curve.negatives), expected.falsePositiveRates[index], name)
      }
    }
  }
}
