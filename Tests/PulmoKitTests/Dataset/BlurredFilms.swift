import Foundation
import Imaging
import NeuralNet

/// Pictures of soft blobs, one a seed: unlike each other, and alike to their own copies, as films are.
enum BlurredFilms {
  static func picture(seed: UInt64, width: Int = 128, height: Int = 128) -> GrayImage {
    var generator = SplitMix64(seed: seed)
    let levels = (0..<144).map { _ in UInt8(20 + generator.next() % 216) }
    return GrayImage(width: 12, height: 12, pixels: levels).resized(width: width, height: height)
  }

  /// Writes the picture of `seed` as PNG, or as JPEG where `quality` is given, folders made as needed.
  static func write(_ path: String, seed: UInt64, width: Int = 128, height: Int = 128, quality: Int? = nil) throws {
    try FileManager.default.createDirectory(at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try picture(seed: seed, width: width, height: height).write(to: path, as: quality.map { .jpeg(quality: $0) } ?? .png)
  }
}
