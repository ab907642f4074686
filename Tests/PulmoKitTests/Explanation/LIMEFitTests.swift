import Foundation
import Imaging
import Statistics
import Testing

@testable import PulmoKit

/// The local model, by hand and against the Python package lime, as Scripts/goldens/lime.py recorded it.
@Suite struct LIMEFitTests {
  /// One superpixel, shown and hidden, weights 1 and exp(-8): with x̄ = 1 / (1 + exp(-8)), Σ w (x - x̄)² is exp(-8) x̄ =: s, and the
  /// coefficient 0.7 s / (s + 1).
  @Test func oneSuperpixelByHand() throws {
    let samples = LIMESamples(isShown: [1, 0], superpixelCount: 1)
    let explanation = try LIMEFit(of: samples).explanation(of: .viral, probabilities: [0.9, 0.2])
    let mean = 1 / (1 + exp(-8.0))
    let spread = exp(-8.0) * mean
    let coefficient = 0.7 * spread / (spread + 1)
    #expect(explanation.label == .viral && explanation.probability == 0.9 && explanation.weights.count == 1)
    expectNear(explanation.weights[0], coefficient, "coefficient")
    expectNear(explanation.intercept, 0.2 + (0.7 - coefficient) * mean, "intercept")
    expectNear(explanation.localPrediction, 0.2 + (0.7 - coefficient) * mean + coefficient, "local prediction")
    // What is left of the deviations is (1 - coefficient / 0.7) of each.
    let rest = 1 - coefficient / 0.7
    expectNear(explanation.determination, 1 - rest * rest, "determination")
  }

  @Test func aWiderKernelAndAPenaltyByHand() throws {
    let samples = LIMESamples(isShown: [1, 0], superpixelCount: 1)
    let explanation = try LIMEFit(of: samples, kernelWidth: 0.5, penalty: 0.01).explanation(of: .viral, probabilities: [0.9, 0.2])
    let spread = exp(-2.0) / (1 + exp(-2.0))
    expectNear(explanation.weights[0], 0.7 * spread / (spread + 0.01), "coefficient")
  }

  @Test func fitsAreThePackages() throws {
    let golden = try LIMEGolden.read()
    #expect(golden.version == 1 && golden.fits.count == 6)
    for item in golden.fits {
      let explanation = try LIMEFit(of: item.samples()).explanation(of: .bacterial, probabilities: item.probabilities)
      if Set(item.probabilities).count == 1 {
        // The package's score of nothing to explain is 1.
        #expect(explanation.weights.allSatisfy { $0 == 0 } && explanation.determination == nil && explanation.top(10) == [], "\(item.name)")
        #expect(explanation.intercept == item.probabilities[0] && explanation.localPrediction == item.probabilities[0], "\(item.name)")
      } else {
        expectEqual(explanation, item.explanation, item.name)
      }
    }
  }

  @Test func wholeRoadIsThePackages() throws {
    let film = try LIMEGolden.read().film
    for (hiding, expected) in [(Hiding.mean, film.mean), (.color(0), film.black)] {
      let pictures = PerturbedPictures(of: film.picture, film.superpixels, hiding: hiding)
      var picture = [UInt8](repeating: 0, count: pictures.scalarCount)
      let probabilities = (0..<film.count).map { sample in
        picture.withUnsafeMutableBufferPointer { pictures.write(sample, of: film.samples, into: $0) }
        let logit = picture.enumerated().reduce(0.0) { $0 + Double($1.offset * 7 % 11 - 5) / 2000 * Double($1.element) }
        return Logistic.probability(ofLogit: logit)
      }
      let explanation = try LIMEFit(of: film.samples).explanation(of: .pneumonia, probabilities: probabilities)
      expectEqual(explanation, expected, "\(hiding)")
    }
  }

  private func expectEqual(_ explanation: LIMEExplanation, _ expected: LIMEGolden.Explanation, _ name: String) {
    #expect(explanation.weights.count == expected.coefficients.count)
    for (superpixel, coefficient) in expected.coefficients.enumerated() {
      expectNear(explanation.weights[superpixel], coefficient, "\(name), superpixel \(superpixel)")
    }
    #expect(explanation.top(.max) == expected.order, "\(name)")
    expectNear(explanation.intercept, expected.intercept, "\(name), intercept")
    expectNear(explanation.localPrediction, expected.localPrediction, "\(name), local prediction")
    expectNear(explanation.determination, expected.score, "\(name), determination")
  }

  @Test func whatIsNoProbabilityIsRefused() {
    let fit = LIMEFit(of: LIMESamples(count: 3, superpixelCount: 4, seed: 1))
    #expect(throws: StatisticsError.notAProbability(index: 1)) { try fit.explanation(of: .viral, probabilities: [0.5, .nan, 2]) }
    #expect(throws: StatisticsError.notAProbability(index: 2)) { try fit.explanation(of: .viral, probabilities: [0.5, 0, 1.01]) }
  }
}
