import CImageKernels
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

  /// Lines and places that are no multiples of a strip's 16, single ones, growing and shrinking, along one axis and both.
  @Test func everyInstructionSetGivesTheFormulasBits() {
    let sizes = [(1, 1), (1, 40), (40, 1), (15, 17), (16, 16), (17, 33), (97, 48), (300, 5), (6, 211)]
    let newSizes = [(1, 1), (7, 16), (16, 7), (33, 50), (128, 1), (1, 31), (17, 15)]
    var random = SplitMix64(state: 3)
    for (width, height) in sizes {
      let pixels = (0..<(width * height)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let picture = GrayImage(width: width, height: height, pixels: pixels)
      for (newWidth, newHeight) in newSizes {
        let expected = Formula.resized(picture, width: newWidth, height: newHeight)
        for instructions in cik_baseline.rawValue...cik_widest_instructions().rawValue {
          let resized = picture.resized(width: newWidth, height: newHeight, with: cik_instructions(instructions))
          #expect(resized == expected, "\(width)×\(height) to \(newWidth)×\(newHeight), instructions \(instructions)")
        }
      }
    }
  }

  /// The weights of so many pixels, each rounded, sum to 1.004: white stays white and is not the level above, 0.
  @Test func roundedWeightsDoNotOverflow() {
    let white = GrayImage(width: 620_000, height: 1, pixels: Array(repeating: 255, count: 620_000))
    for instructions in cik_baseline.rawValue...cik_widest_instructions().rawValue {
      #expect(white.resized(width: 1, height: 1, with: cik_instructions(instructions)).pixels == [255])
    }
  }
}

/// Pillow's resampling, pixel by pixel.
private enum Formula {
  static func resized(_ picture: GrayImage, width: Int, height: Int) -> GrayImage {
    let rows = (0..<picture.height).flatMap { y in
      line(of: (0..<picture.width).map { picture.pixels[y * picture.width + $0] }, resampledTo: width)
    }
    let columns = (0..<width).map { x in line(of: (0..<picture.height).map { rows[$0 * width + x] }, resampledTo: height) }
    return GrayImage(width: width, height: height, pixels: (0..<(width * height)).map { columns[$0 % width][$0 / width] })
  }

  private static func line(of levels: [UInt8], resampledTo count: Int) -> [UInt8] {
    if levels.count == count { return levels }
    let scale = Double(levels.count) / Double(count), support = max(scale, 1)
    return (0..<count).map { place in
      let center = (Double(place) + 0.5) * scale
      let window = max(Int(center - support + 0.5), 0)..<min(Int(center + support + 0.5), levels.count)
      let triangle = window.map { max(1 - abs((Double($0) - center + 0.5) / support), 0) }
      let total = triangle.reduce(0, +)
      let sum = zip(window, triangle).reduce(1 << 21) { $0 + Int(levels[$1.0]) * Int($1.1 / total * Double(1 << 22) + 0.5) }
      return UInt8(min(sum >> 22, 255))
    }
  }
}
