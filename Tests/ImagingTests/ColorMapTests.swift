import Foundation
import Testing

@testable import Imaging

@Suite struct ColorMapTests {
  /// What Scripts/goldens/drawing.py read from matplotlib: red, green and blue of 256 entries.
  private struct Golden: Decodable {
    let version: Int
    let viridis, redBlue: [UInt8]
  }

  private func golden() throws -> Golden {
    let url = try #require(Bundle.module.url(forResource: "color-maps", withExtension: "json", subdirectory: "Goldens"))
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
  }

  @Test func coloursAreThoseOfMatplotlib() throws {
    let golden = try golden()
    for (name, map, expected) in [("viridis", ColorMap.viridis, golden.viridis), ("RdBu", .redBlue, golden.redBlue)] {
      let entries = (0..<256).map { map.color(at: (Float($0) + 0.5) / 256) }
      let samples = entries.flatMap { [$0.red, $0.green, $0.blue] }
      let furthest = zip(samples, expected).map { abs(Int($0) - Int($1)) }.max()
      // Halves of a level may round the other way.
      #expect(furthest.map { $0 <= 1 } == true, "\(name): \(String(describing: furthest))")
    }
  }

  @Test func endsAndMiddle() {
    #expect(ColorMap.viridis.color(at: 0) == RGBColor(hex: 0x440154) && ColorMap.viridis.color(at: 1) == RGBColor(hex: 0xfde725))
    #expect(ColorMap.redBlue.color(at: 0) == RGBColor(hex: 0x67001f) && ColorMap.redBlue.color(at: 1) == RGBColor(hex: 0x053061))
    #expect(
      ColorMap.redBlue.color(at: -3) == ColorMap.redBlue.color(at: 0) && ColorMap.viridis.color(at: 7) == ColorMap.viridis.color(at: 1))
    let middle = ColorMap.redBlue.color(at: 0.5)
    #expect(min(middle.red, middle.green, middle.blue) >= 245)
  }
}
