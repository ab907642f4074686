import Statistics
import Testing

@Suite("Figures that weigh both classes")
struct AgreementTests {
  @Test func byHand() {
    let matrix = ConfusionMatrix(tn: 6, fp: 2, fn: 1, tp: 3)
    #expect(matrix.positivePredictiveValue == 3.0 / 5)
    #expect(matrix.negativePredictiveValue == 6.0 / 7)
    #expect(matrix.balancedAccuracy == (3.0 / 4 + 6.0 / 8) / 2)
    expectClose(matrix.positiveLikelihoodRatio, 3, "0.75 / 0.25")
    expectClose(matrix.negativeLikelihoodRatio, 1.0 / 3, "0.25 / 0.75")
    // (18 - 2) / √(5 · 4 · 8 · 7)
    expectClose(matrix.matthewsCorrelation, 16 / 1120.0.squareRoot(), "Matthews")
    // Accuracy 9/12; by chance (4 · 5 + 8 · 7) / 144.
    expectClose(matrix.kappa, (0.75 - 76.0 / 144) / (1 - 76.0 / 144), "kappa")
  }

  @Test func ratiosWithoutADenominatorAreNil() {
    let oneClass = ConfusionMatrix(tn: 0, fp: 0, fn: 1, tp: 3)
    #expect(oneClass.balancedAccuracy == nil && oneClass.matthewsCorrelation == nil)
    #expect(oneClass.positiveLikelihoodRatio == nil && oneClass.negativeLikelihoodRatio == nil)
    #expect(oneClass.positivePredictiveValue(atPrevalence: 0.5) == nil && oneClass.negativePredictiveValue(atPrevalence: 0.5) == nil)
    let empty = ConfusionMatrix(tn: 0, fp: 0, fn: 0, tp: 0)
    #expect(empty.kappa == nil && empty.positivePredictiveValue == nil && empty.negativePredictiveValue == nil)
    #expect(ConfusionMatrix(tn: 3, fp: 0, fn: 0, tp: 0).kappa == nil, "by chance as right as can be")
    let cautious = ConfusionMatrix(tn: 3, fp: 0, fn: 1, tp: 2)
    #expect(cautious.positiveLikelihoodRatio == nil, "no alarm: without bound")
    #expect(ConfusionMatrix(tn: 0, fp: 3, fn: 1, tp: 2).negativeLikelihoodRatio == nil)
  }

  @Test func goldens() throws {
    let goldens = try Evidence.read().matrices
    #expect(goldens.count == 8)
    for golden in goldens {
      let matrix = ConfusionMatrix(tn: golden.tn, fp: golden.fp, fn: golden.fn, tp: golden.tp)
      let name = "\(matrix)"
      expectClose(matrix.matthewsCorrelation, golden.matthews, "\(name), Matthews")
      expectClose(matrix.kappa, golden.kappa, "\(name), kappa")
      expectClose(matrix.balancedAccuracy, golden.balancedAccuracy, "\(name), balanced accuracy")
      expectClose(matrix.positiveLikelihoodRatio, golden.positiveRatio, "\(name), positive likelihood ratio")
      expectClose(matrix.negativeLikelihoodRatio, golden.negativeRatio, "\(name), negative likelihood ratio")
      for expected in golden.predictive {
        let place = "\(name) at \(expected.prevalence)"
        expectClose(matrix.positivePredictiveValue(atPrevalence: expected.prevalence), expected.positive, "\(place), positive")
        expectClose(matrix.negativePredictiveValue(atPrevalence: expected.prevalence), expected.negative, "\(place), negative")
      }
    }
  }

  @Test func predictiveValuesAtTheFilmsOwnPrevalenceAreThoseCounted() {
    let matrix = ConfusionMatrix(tn: 179, fp: 55, fn: 3, tp: 387)
    expectClose(matrix.positivePredictiveValue(atPrevalence: 390.0 / 624), matrix.positivePredictiveValue, "positive")
    expectClose(matrix.negativePredictiveValue(atPrevalence: 390.0 / 624), matrix.negativePredictiveValue, "negative")
  }
}
