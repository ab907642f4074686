import Foundation
import Imaging
import Testing

@testable import PulmoKit

/// What Scripts/goldens/superpixels.py recorded: ten small films and the superpixels scikit-image finds on them.
struct SuperpixelGolden: Decodable {
  let version: Int
  let films: [Film]

  struct Film: Decodable {
    let name: String
    let width, height: Int
    /// Grey levels, bytes.
    let levels: Data
    /// Either the seed of Pulmo's noise, or 32-bit floats drawn by numpy.
    let seed: UInt64?
    let noise: Data?
    let quickshift: QuickshiftCase
    let slic: SLICCase

    var picture: GrayImage { GrayImage(width: width, height: height, pixels: Array(levels)) }
  }

  struct QuickshiftCase: Decodable {
    let kernel_size, max_dist, ratio: Double
    let labels: Data

    var settings: Quickshift { Quickshift(kernelSize: kernel_size, maximumDistance: max_dist, ratio: ratio) }
  }

  struct SLICCase: Decodable {
    let n_segments, max_num_iter: Int
    let compactness, sigma, min_size_factor, max_size_factor: Double
    let labels: Data

    var settings: SLIC {
      SLIC(
        segments: n_segments, compactness: compactness, smoothing: sigma, iterations: max_num_iter, minimumSize: min_size_factor,
        maximumSize: max_size_factor)
    }
  }

  static func read() throws -> SuperpixelGolden {
    let url = try #require(Bundle.module.url(forResource: "superpixels", withExtension: "json", subdirectory: "Goldens"))
    return try JSONDecoder().decode(SuperpixelGolden.self, from: Data(contentsOf: url))
  }

  /// The labels of runs, each a byte for the superpixel and a byte for its pixels.
  static func labels(_ runs: Data) -> [Int32] {
    let bytes = Array(runs)
    return stride(from: 0, to: bytes.count, by: 2).flatMap { repeatElement(Int32(bytes[$0]), count: Int(bytes[$0 + 1])) }
  }

  /// Little-endian 32-bit floats.
  static func floats(_ data: Data) -> [Double] {
    let bytes = Array(data)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      Double(Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }))
    }
  }
}

/// How far two partitions agree beyond chance: 1 for the same, 0 on average for independent ones.
///
/// Source: Hubert and Arabie, "Comparing partitions", Journal of Classification 2, 1985.
func adjustedRandIndex(_ one: [Int32], _ other: [Int32]) -> Double {
  func pairs(_ counts: some Sequence<Int>) -> Double { counts.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 } }
  func counts<Key: Hashable>(_ keys: some Sequence<Key>) -> some Sequence<Int> {
    Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +).values
  }
  let together = pairs(counts(zip(one, other).map { Int64($0) << 32 | Int64($1) }))
  let (first, second, all) = (pairs(counts(one)), pairs(counts(other)), pairs([one.count]))
  let expected = first * second / all
  let most = (first + second) / 2
  return most == expected ? 1 : (together - expected) / (most - expected)
}
