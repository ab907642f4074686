import Foundation
import Testing

@testable import Imaging

/// The files of Goldens/, made by Scripts/goldens/imaging.py.
enum Goldens {
  static func bytes(_ path: String) throws -> [UInt8] {
    let url = try #require(Bundle.module.resourceURL).appendingPathComponent("Goldens").appendingPathComponent(path)
    return Array(try Data(contentsOf: url))
  }

  /// File names in `folder` that end in one of `extensions`, sorted.
  static func names(in folder: String, _ extensions: String...) throws -> [String] {
    let url = try #require(Bundle.module.resourceURL).appendingPathComponent("Goldens").appendingPathComponent(folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    return names.filter { name in extensions.contains { name.hasSuffix(".\($0)") } }
  }

  /// The picture of a binary PGM file with 8 bits: `P5`, width and height, 255, pixels.
  static func picture(_ path: String) throws -> GrayImage {
    let bytes = try bytes(path)
    let lines = bytes.split(separator: 0x0A, maxSplits: 3, omittingEmptySubsequences: false)
    try #require(lines.count == 4 && lines[0].elementsEqual("P5".utf8) && lines[2].elementsEqual("255".utf8), "\(path) is no PGM file")
    let size = String(decoding: lines[1], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    try #require(size.count == 2, "\(path) names no size")
    return GrayImage(width: size[0], height: size[1], pixels: Array(lines[3]))
  }
}

extension ImageLimits {
  /// Golden pictures are smaller than any film.
  static let anySize = ImageLimits(minimumSide: 1)
}

extension GrayImage {
  /// The largest difference of any pixel, or nil where the sizes differ.
  func largestDifference(from other: GrayImage) -> Int? {
    guard width == other.width, height == other.height else { return nil }
    return zip(pixels, other.pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }
}

/// What `body` throws as an ``ImagingError``, or a failed expectation.
func refusal(
  _ sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) -> ImagingError? {
  #expect(throws: ImagingError.self, sourceLocation: sourceLocation, performing: body)
}
