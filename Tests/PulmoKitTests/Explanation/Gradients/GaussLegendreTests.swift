import Foundation
import Testing

@testable import PulmoKit

@Suite struct GaussLegendreTests {
  @Test func oneAndTwoAndThreeByHand() {
    #expect(GaussLegendre(count: 1).nodes == [0.5] && GaussLegendre(count: 1).weights == [1])
    let two = GaussLegendre(count: 2)
    for (node, expected) in zip(two.nodes, [0.5 - 0.5 / 3.0.squareRoot(), 0.5 + 0.5 / 3.0.squareRoot()]) {
      #expect(abs(node - expected) < 1e-14)
    }
    let three = GaussLegendre(count: 3)
    let half = 0.15.squareRoot()
    for (node, expected) in zip(three.nodes, [0.5 - half, 0.5, 0.5 + half]) { #expect(abs(node - expected) < 1e-14) }
    for (weight, expected) in zip(three.weights, [5.0 / 18, 8.0 / 18, 5.0 / 18]) { #expect(abs(weight - expected) < 1e-14) }
  }

  /// ∫ xᵏ = 1 / (k + 1) up to the highest degree that is exact.
  @Test(arguments: [1, 2, 5, 50, 333]) func powersAreExact(count: Int) {
    let rule = GaussLegendre(count: count)
    #expect(rule.nodes.count == count && rule.nodes == rule.nodes.sorted())
    for power in 0..<2 * count {
      let integral = zip(rule.nodes, rule.weights).reduce(0) { $0 + $1.1 * pow($1.0, Double(power)) }
      #expect(abs(integral * Double(power + 1) - 1) < 1e-11, "degree \(power)")
    }
  }
}
