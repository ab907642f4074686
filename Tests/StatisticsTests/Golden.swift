import Foundation

/// What Scripts/goldens/statistics.py wrote.
struct Golden: Decodable {
  let script: String
  let versions: [String: String]
  let curves: [Curve]
  let intervals: [WilsonCase]
  let quantiles: [QuantileCase]
  let cumulatives: [CumulativeCase]

  struct Curve: Decodable {
    let name: String
    let scores: [Double]
    let labels: [Int]
    let auroc: Double
    let mannWhitney: Double
    let falsePositiveRates: [Double]
    let truePositiveRates: [Double]
    let thresholds: [Double]
    let decisions: [Decision]
  }

  struct Decision: Decodable {
    let threshold: Double
    let tn: Int
    let fp: Int
    let fn: Int
    let tp: Int
    let accuracy: Double
    let precision: [Double?]
    let recall: [Double?]
    let f1: [Double?]
    let support: [Int]
  }

  struct WilsonCase: Decodable {
    let successes: Int
    let trials: Int
    let confidence: Double
    let lower: Double
    let upper: Double
  }

  struct QuantileCase: Decodable {
    let probability: Double
    let quantile: Double
  }

  struct CumulativeCase: Decodable {
    let x: Double
    let probability: Double
  }

  static func read() throws -> Golden {
    guard let url = Bundle.module.url(forResource: "spine", withExtension: "json", subdirectory: "Goldens") else {
      throw CocoaError(.fileNoSuchFile)
    }
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
  }
}
