import Foundation
import Statistics
import Testing

@testable import PulmoKit

@Suite struct RidgeLogisticTests {
  /// What Scripts/goldens/logistic.py wrote.
  private struct Golden: Decodable {
    struct Case: Decodable {
      let name: String
      let columns: Int
      let design: [Double]
      let labels: [Bool]
      let penalty: Double
      let coefficients: [Double]
      let intercept: Double
    }

    let cases: [Case]
  }

  @Test func agreesWithScikitLearn() throws {
    let url = try #require(Bundle.module.url(forResource: "logistic", withExtension: "json", subdirectory: "Goldens"))
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    #expect(golden.cases.count == 5)
    for golden in golden.cases {
      let fit = RidgeLogistic(fitting: golden.design, labels: golden.labels, penalty: golden.penalty)
      let scale = golden.coefficients.map(\.magnitude).max() ?? 1
      for (own, other) in zip(fit.coefficients, golden.coefficients) {
        #expect((own - other).magnitude < 1e-6 * scale, "\(golden.name): \(own), not \(other)")
      }
      #expect((fit.intercept - golden.intercept).magnitude < 1e-6 * max(1, golden.intercept.magnitude), "\(golden.name)")
      // At the minimum the penalty holds each column's residuals: Σ x (y - p) = λ c, and Σ (y - p) = 0.
      let residuals = zip(fit.logits(of: golden.design), golden.labels).map { ($1 ? 1 : 0) - Logistic.probability(ofLogit: $0) }
      #expect(residuals.reduce(0, +).magnitude < 1e-5, "\(golden.name)")
    }
  }
}
