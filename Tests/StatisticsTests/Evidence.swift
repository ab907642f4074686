import Foundation

/// What Scripts/goldens/evidence.py wrote. Lists by set are in the order of ``sets``.
struct Evidence: Decodable {
  let sets: [Films]
  let matrices: [Matrix]
  let precisionRecall: [PrecisionRecall]
  let decisionCurves: [[Decisions]]
  let coverage: [[Kept]]
  let brier: [Double]
  let reliability: [[String: Bins]]
  let fits: [Fits]
  let delong: [Areas]
  let mcnemar: [McNemar]
  let pairedDifferences: [PairedDifference]
  let bootstrap: [Bootstrap]
  let conformal: [[Conformal]]
  let multiclass: Multiclass

  struct Films: Decodable {
    let name: String
    let scores: [Double]
    let second: [Double]
    let labels: [Int]
    let patients: [String]

    var isPositive: [Bool] { labels.map { $0 == 1 } }
  }

  struct Matrix: Decodable {
    let tn: Int
    let fp: Int
    let fn: Int
    let tp: Int
    let matthews: Double?
    let kappa: Double?
    let balancedAccuracy: Double?
    let positiveRatio: Double?
    let negativeRatio: Double?
    let predictive: [Predictive]
  }

  struct Predictive: Decodable {
    let prevalence: Double
    let positive: Double?
    let negative: Double?
  }

  struct PrecisionRecall: Decodable {
    let precision: [Double]
    let recall: [Double]
    let thresholds: [Double]
    let averagePrecision: Double
  }

  struct Decisions: Decodable {
    let prevalence: Double?
    let points: [Benefit]
  }

  struct Benefit: Decodable {
    let threshold: Double
    let netBenefit: Double
    let actingOnAll: Double
  }

  struct Kept: Decodable {
    let certainty: Double
    let kept: Int
    let right: Int
  }

  struct Bins: Decodable {
    let positiveRates: [Double]
    let meanProbabilities: [Double]
    let counts: [Int]
    let expectedError: Double
    let maximumError: Double
  }

  struct Fits: Decodable {
    let temperature: Double
    let slope: Double
    let intercept: Double
    let isotonicAt: [Double]
    let isotonic: [Double]
  }

  struct Areas: Decodable {
    let auroc: Double
    let variance: Double
    let lower: Double
    let upper: Double
    let difference: Double
    let varianceOfDifference: Double
    let z: Double
    let pValue: Double
  }

  struct McNemar: Decodable {
    let onlyFirst: Int
    let onlySecond: Int
    let pValue: Double
    let statistic: Double?
    let correctedPValue: Double?
  }

  struct PairedDifference: Decodable {
    /// Both right, only the first, only the second, neither.
    let counts: [Int]
    let value: Double
    let lower: Double
    let upper: Double
  }

  struct Bootstrap: Decodable {
    let strata: String
    let threshold: Double
    let figures: [String: Ends]
    let differences: [String: Ends]
    let averagePrecision: Ends
  }

  /// Of the reference's resamples: percentiles and standard deviation.
  struct Ends: Decodable {
    let lower: Double
    let upper: Double
    let spread: Double
  }

  struct Conformal: Decodable {
    let missRate: Double
    let alarmRate: Double
    let loss: String
    let clearBelow: Double?
    let urgentAbove: Double?
  }

  struct Multiclass: Decodable {
    let probabilities: [[Double]]
    let labels: [Int]
    let counts: [[Int]]
    let accuracy: Double
    let macroF1: Double
    let f1: [Double]
    let kappa: Double
    let balancedAccuracy: Double
    let auroc: [Double]
    let macroAUROC: Double
    let averagePrecision: [Double]
    let macroAveragePrecision: Double
  }

  static func read() throws -> Evidence {
    guard let url = Bundle.module.url(forResource: "evidence", withExtension: "json", subdirectory: "Goldens") else {
      throw CocoaError(.fileNoSuchFile)
    }
    return try JSONDecoder().decode(Evidence.self, from: Data(contentsOf: url))
  }
}
