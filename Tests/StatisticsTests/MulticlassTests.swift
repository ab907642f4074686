import Statistics
import Testing

@Suite("Several classes")
struct MulticlassTests {
  @Test func goldens() throws {
    let golden = try Evidence.read().multiclass
    let evaluation = try MulticlassEvaluation(probabilities: golden.probabilities, labels: golden.labels)
    let confusion = evaluation.confusion
    #expect(confusion.counts == golden.counts)
    expectClose(confusion.accuracy, golden.accuracy, "accuracy")
    expectClose(confusion.macroF1, golden.macroF1, "macro F1")
    expectClose(confusion.kappa, golden.kappa, "kappa")
    expectClose(confusion.balancedAccuracy, golden.balancedAccuracy, "balanced accuracy")
    expectClose(evaluation.macroAUROC, golden.macroAUROC, "macro area")
    expectClose(evaluation.macroAveragePrecision, golden.macroAveragePrecision, "macro average precision")
    for index in 0..<3 {
      expectClose(confusion.figures(of: index).f1, golden.f1[index], "F1 of class \(index)")
      expectClose(confusion.oneAgainstRest(index).positive.f1, golden.f1[index], "F1 of class \(index) against the rest")
      #expect(confusion.oneAgainstRest(index).count == golden.labels.count)
      expectClose(evaluation.auroc[index], golden.auroc[index], "area of class \(index)")
      expectClose(evaluation.averagePrecision[index], golden.averagePrecision[index], "average precision of class \(index)")
    }
  }

  @Test func aMissingClassLeavesTheMacroMeansUndefined() throws {
    let evaluation = try MulticlassEvaluation(probabilities: [[0.8, 0.1, 0.1], [0.3, 0.6, 0.1]], labels: [0, 1])
    #expect(evaluation.auroc == [1, 1, nil] && evaluation.macroAUROC == nil)
    #expect(evaluation.confusion.macroF1 == nil && evaluation.confusion.balancedAccuracy == nil)
    #expect(evaluation.confusion.accuracy == 1 && evaluation.confusion.figures(of: 2).f1 == nil)
  }

  @Test func theFirstOfTiedClassesIsCalled() throws {
    let evaluation = try MulticlassEvaluation(probabilities: [[0.4, 0.4, 0.2], [0.2, 0.4, 0.4]], labels: [1, 1])
    #expect(evaluation.confusion.counts == [[0, 0, 0], [1, 1, 0], [0, 0, 0]])
  }

  @Test func whatIsNoNumberIsRefused() {
    #expect(throws: StatisticsError.empty) { try MulticlassEvaluation(probabilities: [], labels: []) }
    #expect(throws: StatisticsError.notANumber(index: 1)) {
      try MulticlassEvaluation(probabilities: [[1, 0], [.nan, 0]], labels: [0, 1])
    }
  }
}
