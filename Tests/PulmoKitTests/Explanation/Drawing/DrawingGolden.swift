import Foundation
import Imaging
import Testing

@testable import PulmoKit

/// What Scripts/goldens/drawing.py recorded of lime and scikit-image.
struct DrawingGolden: Decodable {
  let version: Int
  let width, height: Int
  /// Grey levels.
  let film: [UInt8]
  let labels: [Int32]
  let weights: [Double]
  let top: Int
  /// The mask view: red, green and blue.
  let mask: [UInt8]
  let boundaries: Boundaries

  struct Boundaries: Decodable {
    let width: Int
    let labels: [Int32]
    let isBoundary: [Int]
  }

  var picture: GrayImage { GrayImage(width: width, height: height, pixels: film) }
  var superpixels: Superpixels { Superpixels(width: width, height: height, labels: labels, count: weights.count) }
  var explanation: LIMEExplanation {
    LIMEExplanation(label: .pneumonia, probability: 0.5, weights: weights, intercept: 0, localPrediction: 0.5, determination: 0.5)
  }

  static func read() throws -> DrawingGolden {
    let url = try #require(Bundle.module.url(forResource: "drawing", withExtension: "json", subdirectory: "Goldens"))
    return try JSONDecoder().decode(DrawingGolden.self, from: Data(contentsOf: url))
  }
}

extension SeenFilm {
  /// A film that is seen whole.
  init(whole film: GrayImage) { self.init(film, columns: 0..<film.width, rows: 0..<film.height) }
}

extension GrayImage {
  /// A film of one grey level.
  static func flat(_ width: Int, _ height: Int, level: UInt8) -> GrayImage {
    GrayImage(width: width, height: height, pixels: Array(repeating: level, count: width * height))
  }
}
