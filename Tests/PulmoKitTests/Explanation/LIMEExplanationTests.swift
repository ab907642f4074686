import Testing

@testable import PulmoKit

@Suite struct LIMEExplanationTests {
  private func explanation(_ weights: [Double]) -> LIMEExplanation {
    LIMEExplanation(label: .viral, probability: 0.5, weights: weights, intercept: 0, localPrediction: 0.5, determination: 1)
  }

  @Test func topIsByMagnitudeAndLeavesOutWhatSaysNothing() {
    let explanation = explanation([0.1, -0.3, 0, 0.3, 0.2])
    #expect(explanation.top(2) == [1, 3])
    #expect(explanation.top(10) == [1, 3, 4, 0])
    #expect(explanation.top(0) == [])
  }

  @Test func agreementByHand() throws {
    let first = explanation([0.4, 0.3, 0.2, 0.1])
    let same = try LIMEAgreement(first, first, top: 2)
    #expect(same.rankCorrelation == 1 && same.topOverlap == 1)
    // Ranks 4, 3, 2, 1 and 1, 3, 2, 4: Σ d² is 18. Tops {0, 1} and {0, 3} have one in three in common.
    let other = try LIMEAgreement(first, explanation([-0.5, 0.2, 0.1, 0.4]), top: 2)
    #expect(abs((other.rankCorrelation ?? .nan) - (1 - 6 * 18 / 60.0)) < 1e-12 && other.topOverlap == 1.0 / 3)
    let nothing = explanation([0, 0, 0, 0])
    let empty = try LIMEAgreement(nothing, nothing)
    #expect(empty.rankCorrelation == nil && empty.topOverlap == nil)
    #expect(try LIMEAgreement(first, nothing).topOverlap == 0)
  }
}
