import Testing

@testable import PulmoKit

/// What each check asks, and the limits that stand.
@Suite struct CheckLimitsTests {
  /// Fixed before any figure was seen; a limit that moves afterwards judges nothing.
  @Test func limitsAreFrozen() {
    let limits = Dictionary(uniqueKeysWithValues: CheckQuestion.allCases.map { ($0, [$0.limit.trusted, $0.limit.doubted]) })
    #expect(
      limits == [
        .weights: [0.5, 0.7], .seedOrder: [0.8, 0.6], .seedTop: [0.5, 1.0 / 3], .fit: [0.5, 0.25], .hiding: [0.1, 0.02],
        .outsideLungs: [0.8, 1], .border: [1, 2], .corners: [1, 2],
      ])
  }

  /// What a good figure is: much of it where samples agree, a line follows or hiding tells; little where a map stays or lies elsewhere.
  @Test func aGoodFigureIsTrustedAndABadOneIsNot() {
    for (question, good, bad) in [
      (CheckQuestion.weights, 0.1, 0.9), (.seedOrder, 0.95, 0.1), (.seedTop, 0.9, 0.1), (.fit, 0.9, 0.1), (.hiding, 0.4, 0),
      (.outsideLungs, 0.3, 1.4), (.border, 0.2, 3), (.corners, 0.2, 3),
    ] {
      #expect(ExplanationCheck(question, figure: good).outcome == .trust, "\(question)")
      #expect(ExplanationCheck(question, figure: bad).outcome == .distrust, "\(question)")
    }
  }

  /// Where a map lies is asked as density, its share by the share of the film's area.
  @Test func sharesAreAskedAsDensities() throws {
    let film = SyntheticChest().film()
    let lungs = try #require(LungRegion(of: film))
    let values = (0..<96 * 96).map { pixel -> Float in
      let (row, column) = (pixel / 96, pixel % 96)
      return row < 5 && column > 40 && column < 50 ? -4 : row < 10 && column < 10 ? 2 : 0.25
    }
    let shares = AttributionShares(of: Heatmap(width: 96, height: 96, values: values), lungs: lungs)
    let densities = [shares.outside?.density, shares.border.density, shares.corners.density]
    #expect(Set(densities).count == 3 && !densities.contains(nil))
    #expect(shares.checks.map(\.question) == [.outsideLungs, .border, .corners] && shares.checks.map(\.figure) == densities)
    for share in [try #require(shares.outside), shares.border, shares.corners] {
      #expect(abs(try #require(share.density) - (try #require(share.magnitude)) / share.area) < 1e-12)
    }
  }

  @Test func stabilityAsksItsOwnFigures() throws {
    func explanation(_ weights: [Double], _ determination: Double?) -> LIMEExplanation {
      LIMEExplanation(label: .viral, probability: 0.5, weights: weights, intercept: 0, localPrediction: 0.5, determination: determination)
    }
    let (first, second) = (explanation([0.4, 0.3, 0.2, 0.1], 0.7), explanation([0.1, 0.3, 0.2, 0.4], nil))
    let agreement = try LIMEAgreement(first, second, top: 2)
    let stability = LIMEStability(seeds: [1, 2], agreements: [agreement], determinations: [0.7, 0.5])
    #expect(stability.checks.map(\.question) == [.seedOrder, .seedTop, .fit])
    #expect(stability.checks.map(\.figure) == [agreement.rankCorrelation, 1.0 / 3, 0.6])
    // One seed without a figure leaves none: the others' mean would look better than what is known.
    let unknown = LIMEStability(seeds: [1, 2], agreements: [agreement], determinations: [first, second].map(\.determination))
    #expect(unknown.determination == nil && unknown.checks[2].outcome == .unknown)
  }
}
