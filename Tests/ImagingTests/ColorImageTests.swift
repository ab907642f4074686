import Foundation
import Testing

@testable import Imaging

@Suite struct ColorImageTests {
  static let red = RGBColor(hex: 0xff0000)
  static let green = RGBColor(hex: 0x00ff00)
  static let blue = RGBColor(hex: 0x0000ff)
  /// ITU-R 601-2: how bright the decoder takes each of these to be. All differ, so an order of channels that is wrong shows.
  static let luma: [(color: RGBColor, level: UInt8)] = [(red, 76), (green, 150), (blue, 29), (.white, 255), (RGBColor(hex: 0x123456), 46)]

  @Test func pngKeepsEveryChannel() throws {
    var picture = ColorImage(width: 5, height: 2, color: .black)
    for (column, luma) in Self.luma.enumerated() { picture[column, 1] = luma.color }
    let bytes = try picture.encoded(as: .png)
    let header = try Decoder.header(of: bytes, format: .png, path: "x")
    #expect(header.width == 5 && header.height == 2 && header.bits == 8)
    let gray = try Decoder.pixels(of: bytes, format: .png, header: header, limits: .anySize, path: "x").0
    #expect(gray.pixels == [0, 0, 0, 0, 0] + Self.luma.map(\.level))
  }

  @Test func jpegKeepsTheColours() throws {
    var picture = ColorImage(width: 96, height: 64, color: Self.red)
    picture.fill(columns: 32..<64, rows: 0..<64, with: Self.green)
    picture.fill(columns: 64..<96, rows: 0..<64, with: Self.blue)
    let bytes = try picture.encoded(as: .jpeg(quality: 95))
    let header = try Decoder.header(of: bytes, format: .jpeg, path: "x")
    let gray = try Decoder.pixels(of: bytes, format: .jpeg, header: header, limits: .anySize, path: "x").0
    for (column, level) in [(8, 76), (48, 150), (88, 29)] {
      #expect(abs(Int(gray.pixels[32 * 96 + column]) - level) <= 3, "column \(column)")
    }
  }

  @Test func aFilmStaysGray() {
    let film = GrayImage(width: 2, height: 1, pixels: [7, 200])
    #expect(ColorImage(film).samples == [7, 7, 7, 200, 200, 200])
  }

  @Test func channelsAreResizedAsFilms() {
    let levels = (0..<35).map { UInt8($0 * 7) }
    let planes = [levels, levels.reversed(), levels.map { 255 - $0 / 2 }].map { GrayImage(width: 7, height: 5, pixels: $0) }
    let picture = ColorImage(width: 7, height: 5, samples: (0..<35).flatMap { place in planes.map { $0.pixels[place] } })
    let resized = picture.resized(width: 4, height: 9)
    for (channel, plane) in planes.enumerated() {
      #expect(
        stride(from: channel, to: 3 * 36, by: 3).map { resized.samples[$0] } == plane.resized(width: 4, height: 9).pixels, "\(channel)")
    }
  }

  @Test func fittingKeepsTheRatio() {
    let picture = ColorImage(width: 300, height: 120, color: Self.green)
    let fitted = picture.fitted(to: 100)
    #expect(fitted.width == 100 && fitted.height == 40 && fitted[99, 39] == Self.green)
    #expect(picture.fitted(to: 300) == picture)
  }

  @Test func drawingStaysInside() {
    var picture = ColorImage(width: 4, height: 3, color: .black)
    picture.fill(columns: 3..<9, rows: -2..<1, with: .white)
    picture.draw(ColorImage(width: 2, height: 2, color: Self.red), column: -1, row: 2)
    let lit = (0..<12).filter { picture[$0 % 4, $0 / 4] != .black }
    #expect(lit == [3, 8] && picture[3, 0] == .white && picture[0, 2] == Self.red)
    var frame = ColorImage(width: 4, height: 4, color: .black)
    frame.outline(columns: 0..<4, rows: 0..<3, thickness: 1, color: .white)
    #expect((0..<16).filter { frame[$0 % 4, $0 / 4] == .black } == [5, 6, 12, 13, 14, 15])
  }

  @Test func blendingIsAStraightLine() {
    let below = RGBColor(red: 100, green: 0, blue: 255)
    let above = RGBColor(red: 200, green: 10, blue: 0)
    #expect(above.over(below, opacity: 0) == below && above.over(below, opacity: 1) == above)
    #expect(above.over(below, opacity: 0.25) == RGBColor(red: 125, green: 3, blue: 191))
  }
}
