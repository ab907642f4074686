import Foundation
import Testing

@testable import PulmoKit

@Suite struct ClassLogOddsTests {
  @Test func byHand() {
    let logits: [Float] = [1, 3, 2]
    let expected: [(Label, Double)] = [
      (.normal, 1 - log(exp(3.0) + exp(2.0))), (.bacterial, 3 - log(exp(1.0) + exp(2.0))), (.viral, 2 - log(exp(1.0) + exp(3.0))),
      (.pneumonia, log(exp(3.0) + exp(2.0)) - 1),
    ]
    for (label, value) in expected {
      expectNear(ClassLogOdds(of: label, in: .threeClasses).value(of: logits), value, "\(label)")
    }
    #expect(ClassLogOdds(of: .pneumonia, in: .binary).value(of: [0.75]) == 0.75)
    #expect(ClassLogOdds(of: .normal, in: .binary).value(of: [0.75]) == -0.75)
    #expect(ClassLogOdds(of: .pneumonia, in: .binary).gradient(at: [0.75]) == [1])
    #expect(ClassLogOdds(of: .normal, in: .binary).gradient(at: [0.75]) == [-1])
  }

  /// They are the logit of the probability that screening prints.
  @Test(arguments: LabelScheme.allCases) func areTheLogitsOfProbabilities(scheme: LabelScheme) throws {
    let logits: [Float] = scheme == .binary ? [-1.25] : [0.5, -1.25, 2]
    let probabilities = FilmProbabilities(logits: logits, scheme, nil)
    for label in scheme == .binary ? [Label.normal, .pneumonia] : Label.allCases {
      let p = try #require(probabilities.probability(of: label))
      let logOdds = ClassLogOdds(of: label, in: scheme).value(of: logits)
      #expect(abs(logOdds - log(p / (1 - p))) < 1e-12, "\(label)")
    }
  }

  @Test(arguments: Label.allCases) func gradientIsTheSlope(label: Label) {
    let logOdds = ClassLogOdds(of: label, in: .threeClasses)
    let logits: [Float] = [0.5, -1.25, 2]
    let step: Float = 0x1p-10
    for (index, slope) in logOdds.gradient(at: logits).enumerated() {
      var (above, below) = (logits, logits)
      above[index] += step
      below[index] -= step
      let difference = (logOdds.value(of: above) - logOdds.value(of: below)) / Double(2 * step)
      #expect(abs(slope - difference) < 1e-6, "logit \(index): \(slope), not \(difference)")
    }
  }

  @Test(arguments: Label.allCases) func noLogitsOverflow(label: Label) {
    let logOdds = ClassLogOdds(of: label, in: .threeClasses)
    for logits: [Float] in [[3e38, -3e38, 1e38], [-3e38, 3e38, 3e38], [1000, 999, -2000]] {
      #expect(logOdds.value(of: logits).isFinite, "\(logits)")
      let gradient = logOdds.gradient(at: logits)
      #expect(gradient.allSatisfy(\.isFinite) && abs(gradient.reduce(0, +)) < 1e-12, "\(logits)")
    }
  }
}
