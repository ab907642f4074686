import Foundation
import Testing

@testable import Imaging

@Suite struct WritingTests {
  private func waves(_ width: Int, _ height: Int) -> GrayImage {
    GrayImage(
      width: width, height: height,
      pixels: (0..<(width * height)).map { UInt8(128 + 100 * sin(Double($0 % width) / 9) * cos(Double($0 / width) / 7)) })
  }

  @Test func pngKeepsEveryPixel() throws {
    for (width, height) in [(1, 1), (3, 200), (97, 64)] {
      let picture = waves(width, height)
      let bytes = try picture.encoded(as: .png)
      let header = try Decoder.header(of: bytes, format: .png, path: "x")
      #expect(header.width == width && header.height == height && header.bits == 8)
      #expect(try Decoder.pixels(of: bytes, format: .png, header: header, limits: .anySize, path: "x").0 == picture, "\(width)×\(height)")
    }
  }

  @Test func jpegQualityIsHeard() throws {
    let picture = waves(120, 90)
    var sizes: [Int] = []
    for (quality, allowed) in [(100, 2), (90, 8), (30, 40)] {
      let bytes = try picture.encoded(as: .jpeg(quality: quality))
      let decoded = try GrayImage(decoding: bytes, path: "x")
      let difference = try #require(decoded.largestDifference(from: picture))
      #expect(difference <= allowed, "quality \(quality)")
      sizes.append(bytes.count)
    }
    #expect(sizes[0] > sizes[1] && sizes[1] > sizes[2], "\(sizes)")
  }

  @Test func filesAreWrittenAndRead() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("pulmo-\(UUID().uuidString).png").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let picture = waves(70, 80)
    try picture.write(to: path, as: .png)
    #expect(try GrayImage(contentsOf: path) == picture)
    #expect(throws: ImagingError.self) { try picture.write(to: "/no/such/folder/x.png", as: .png) }
  }

  @Test func jpegRefusesWhatItCannotHold() {
    let long = GrayImage(width: 65_501, height: 1, pixels: Array(repeating: 0, count: 65_501))
    #expect(refusal { _ = try long.encoded(as: .jpeg(quality: 90)) }?.reason.contains("65500") == true)
  }
}
