import Statistics
import Testing

@Suite("Precision-recall, decision and coverage curves")
struct CurveTests {
  @Test func precisionAndRecallByHand() throws {
    let curve = try PrecisionRecallCurve(scores: [0.1, 0.4, 0.35, 0.8], labels: [false, false, true, true])
    #expect(curve.points.map(\.threshold) == [0.8, 0.4, 0.35, 0.1])
    #expect(curve.points.map(\.precision) == [1, 0.5, 2.0 / 3, 0.5])
    #expect(curve.points.map(\.recall) == [0.5, 0.5, 1, 1])
    expectClose(curve.averagePrecision, 5.0 / 6, "1 and 2/3")
  }

  @Test func averagePrecisionNeedsAPositive() throws {
    let curve = try PrecisionRecallCurve(scores: [0.1, 0.2], labels: [false, false])
    #expect(curve.averagePrecision == nil && curve.points.map(\.recall) == [nil, nil])
    #expect(try PrecisionRecallCurve(scores: [], labels: []).averagePrecision == nil)
    #expect(try PrecisionRecallCurve(scores: [0.1, 0.1], labels: [true, true]).averagePrecision == 1)
    #expect(throws: StatisticsError.notANumber(index: 0)) { try PrecisionRecallCurve(scores: [.nan], labels: [true]) }
  }

  @Test func precisionRecallGoldens() throws {
    let evidence = try Evidence.read()
    for (films, expected) in zip(evidence.sets, evidence.precisionRecall) {
      let curve = try PrecisionRecallCurve(scores: films.scores, labels: films.isPositive)
      #expect(curve.points.map(\.threshold) == expected.thresholds, "\(films.name)")
      expectClose(curve.averagePrecision, expected.averagePrecision, films.name)
      for (index, point) in curve.points.enumerated() {
        expectClose(point.precision, expected.precision[index], "\(films.name), precision \(index)")
        expectClose(point.recall, expected.recall[index], "\(films.name), recall \(index)")
      }
    }
  }

  @Test func aThresholdBetweenTwoScoresFindsItsPoint() throws {
    let curve = try ROCCurve(scores: [0.1, 0.4, 0.4, 0.8], labels: [false, false, true, true])
    for (threshold, index) in [(0.9, 0), (0.8, 1), (0.5, 1), (0.4, 2), (0.2, 2), (0.1, 3), (-1, 3), (.infinity, 0), (-.infinity, 3)] {
      #expect(curve.point(at: threshold) == curve.points[index], "\(threshold)")
    }
    #expect(try ROCCurve(scores: [], labels: []).point(at: 0.5).threshold == nil)
  }

  @Test func netBenefitByHand() throws {
    // Of 4 films 2 are sick; from 0.2 on both are found with one alarm: 2/4 - 1/4 · 0.25.
    let curve = try DecisionCurve(
      probabilities: [0.1, 0.4, 0.35, 0.8], labels: [false, false, true, true], thresholds: [0.2, 0.5])
    #expect(curve.points.map(\.netBenefit) == [0.5 - 0.25 * 0.25, 0.25])
    #expect(curve.points.map(\.actingOnAll) == [0.5 - 0.5 * 0.25, 0])
  }

  @Test func decisionCurveGoldens() throws {
    let evidence = try Evidence.read()
    for (films, goldens) in zip(evidence.sets, evidence.decisionCurves) {
      for golden in goldens {
        let curve = try DecisionCurve(
          probabilities: films.scores, labels: films.isPositive, thresholds: golden.points.map(\.threshold), prevalence: golden.prevalence)
        for (point, expected) in zip(curve.points, golden.points) {
          expectClose(point.netBenefit, expected.netBenefit, "\(films.name) at \(point.threshold)")
          expectClose(point.actingOnAll, expected.actingOnAll, "\(films.name) at \(point.threshold), all")
        }
      }
    }
  }

  @Test func decisionCurvesNeedProbabilitiesOfBothClasses() throws {
    #expect(throws: StatisticsError.notAProbability(index: 1)) { try DecisionCurve(probabilities: [0.1, 1.1], labels: [false, true]) }
    #expect(throws: StatisticsError.notAProbability(index: 0)) { try DecisionCurve(probabilities: [.nan, 1], labels: [false, true]) }
    #expect(throws: StatisticsError.noPositives) { try DecisionCurve(probabilities: [0.1], labels: [false]) }
    #expect(throws: StatisticsError.noNegatives) { try DecisionCurve(probabilities: [0.1], labels: [true]) }
    #expect(throws: StatisticsError.noPositives) { try DecisionCurve(probabilities: [], labels: []) }
    #expect(try DecisionCurve(probabilities: [0.1, 0.9], labels: [false, true]).points.count == 99)
  }

  @Test func coverageGoldens() throws {
    let evidence = try Evidence.read()
    for (films, golden) in zip(evidence.sets, evidence.coverage) {
      let curve = try CoverageCurve(scores: films.scores, labels: films.isPositive, threshold: 0.4)
      #expect(curve.points.map(\.certainty) == golden.map(\.certainty), "\(films.name)")
      #expect(curve.points.map(\.kept) == golden.map(\.kept), "\(films.name)")
      #expect(curve.points.map(\.right) == golden.map(\.right), "\(films.name)")
      let last = try #require(curve.points.last)
      #expect(curve.coverage(at: last) == 1)
      let matrix = try ConfusionMatrix(scores: films.scores, labels: films.isPositive, threshold: 0.4)
      #expect(last.accuracy == matrix.accuracy, "\(films.name)")
    }
    #expect(try CoverageCurve(scores: [], labels: [], threshold: 0.5).points.isEmpty)
    #expect(throws: StatisticsError.notANumber(index: 0)) { try CoverageCurve(scores: [.nan], labels: [true], threshold: 0.5) }
  }
}
