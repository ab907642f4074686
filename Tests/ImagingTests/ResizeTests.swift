import Testing

@testable import Imaging

@Suite struct ResizeTests {
  /// Shrunk, stretched, thin and 1×1 pictures. One level is allowed, but the arithmetic is that of the Pillow that made the goldens: the bits are
  /// equal.
  @Test func agreesWithPillow() throws {
    let names = try Goldens.names(in: "resize", "pgm").filter { $0.contains("_") }
    #expect(names.count == 26)
    for name in names {
      let parts = name.dropLast(4).split(separator: "_")
      let size = parts[1].split(separator: "x").compactMap { Int($0) }
      let resized = try Goldens.picture("resize/\(parts[0]).pgm").resized(width: size[0], height: size[1])
      let difference = try #require(resized.largestDifference(from: Goldens.picture("resize/\(name)")), "\(name)")
      #expect(difference == 0, "\(name)")
    }
  }

  @Test func halvingTakesTheTriangleByHand() {
    // Weights of the triangle over four pixels, 1 3 3 1 of 8; at the edges what is left of it, 3 3 1 of 7.
    let row = GrayImage(width: 6, height: 1, pixels: [0, 80, 160, 240, 40, 200])
    // (3·0 + 3·80 + 160) / 7, (80 + 3·160 + 3·240 + 40) / 8, (240 + 3·40 + 3·200) / 7
    #expect(row.resized(width: 3, height: 1).pixels == [57, 165, 137])
    #expect(row.resized(width: 6, height: 1) == row)
  }

  @Test func constantPicturesStayConstant() {
    for level: UInt8 in [0, 1, 127, 254, 255] {
      let picture = GrayImage(width: 53, height: 31, pixels: Array(repeating: level, count: 53 * 31))
      for (width, height) in [(1, 1), (7, 90), (128, 128), (52, 30)] {
        #expect(picture.resized(width: width, height: height).pixels.allSatisfy { $0 == level }, "\(level) at \(width)×\(height)")
      }
    }
  }
}
