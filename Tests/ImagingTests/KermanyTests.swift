import Foundation
import Testing

@testable import Imaging

/// Real films, where the checkout has `../shared/data` beside it.
@Suite struct KermanyTests {
  /// Relative to the repository, found from this file.
  static let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data")
  static let isThere = FileManager.default.fileExists(atPath: data.appendingPathComponent("kermany-fullres").path)

  /// The copies of kermany224 were squashed by Pillow and saved as JPEG of quality 75, whose noise is all that may differ: with Pillow on both sides
  /// 1.56 levels on average over the films, 2.05 in the worst.
  @Test(.enabled(if: isThere, "skipped: ../shared/data/kermany-fullres is not there"))
  func originalsSquashToTheSmallCopies() throws {
    var means: [Double] = []
    for folder in ["NORMAL", "PNEUMONIA"] {
      let originals = Self.data.appendingPathComponent("kermany-fullres/\(folder)").path
      for name in try FileManager.default.contentsOfDirectory(atPath: originals).filter({ $0.hasSuffix(".jpeg") }).sorted() {
        let squashed = try GrayImage(contentsOf: "\(originals)/\(name)").resized(width: 224, height: 224)
        let copy = try GrayImage(contentsOf: Self.data.appendingPathComponent("kermany224/train/\(folder)/\(name)").path)
        let sum = zip(squashed.pixels, copy.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        means.append(Double(sum) / Double(squashed.pixels.count))
        #expect(means.last ?? 0 < 2.1, "\(name)")
      }
    }
    #expect(means.count == 150)
    #expect(means.reduce(0, +) / Double(means.count) < 1.6)
  }
}
