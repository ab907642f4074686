import Foundation
import Imaging
import Testing

@testable import PulmoKit

/// What Scripts/goldens/lime.py wrote.
struct LIMEGolden: Decodable {
  let version: Int
  let fits: [Fit]
  let film: Film

  /// What the package makes of samples and probabilities.
  struct Fit: Decodable {
    let name: String
    let count: Int
    let superpixels: Int
    /// Nil where ``rows`` are given.
    let seed: UInt64?
    /// Hexadecimal, the first superpixel being the lowest bit.
    let rows: [String]?
    let probabilities: [Double]
    let explanation: Explanation

    func samples() throws -> LIMESamples {
      if let seed { return LIMESamples(count: count, superpixelCount: superpixels, seed: seed) }
      let bits = try #require(rows).map { try #require(UInt64($0, radix: 16)) }
      return LIMESamples(
        isShown: bits.flatMap { bits in (0..<superpixels).map { UInt8(bits >> UInt64($0) & 1) } }, superpixelCount: superpixels)
    }
  }

  /// The package's whole road, from a picture to its coefficients.
  struct Film: Decodable {
    let width: Int
    let height: Int
    let levels: [UInt8]
    let labels: [Int32]
    let count: Int
    let seed: UInt64
    let secondSample: [UInt8]
    let mean: Explanation
    let black: Explanation

    var picture: GrayImage { GrayImage(width: width, height: height, pixels: levels) }
    var superpixels: Superpixels { Superpixels(width: width, height: height, labels: labels, count: 12) }
    var samples: LIMESamples { LIMESamples(count: count, superpixelCount: 12, seed: seed) }
  }

  struct Explanation: Decodable {
    /// By superpixel.
    let coefficients: [Double]
    /// The superpixels as the package lists them.
    let order: [Int]
    let intercept: Double
    let score: Double
    let localPrediction: Double
  }

  static func read() throws -> LIMEGolden {
    let url = try #require(Bundle.module.url(forResource: "lime", withExtension: "json", subdirectory: "Goldens"))
    return try JSONDecoder().decode(LIMEGolden.self, from: Data(contentsOf: url))
  }
}

/// Within a relative error of 1e-9.
func expectNear(_ actual: Double?, _ expected: Double, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation) {
  guard let actual else {
    Issue.record("\(comment): nil, not \(expected)", sourceLocation: sourceLocation)
    return
  }
  #expect(abs(actual - expected) <= 1e-9 * abs(expected), "\(comment): \(actual), not \(expected)", sourceLocation: sourceLocation)
}
