import Testing

@testable import Imaging

/// Every variety of JPEG and PNG against goldens (Scripts/goldens/imaging.py).
@Suite struct DecodingTests {
  private func decode(_ path: String, _ format: ImageFormat) throws -> (GrayImage, ColourStatistics) {
    let bytes = try Goldens.bytes(path)
    let header = try Decoder.header(of: bytes, format: format, path: path)
    return try Decoder.pixels(of: bytes, format: format, header: header, limits: .anySize, path: path)
  }

  @Test func everyJPEGAgreesWithPillowWithinOneLevel() throws {
    let names = try Goldens.names(in: "decode", "jpg")
    #expect(names.count == 20)
    for name in names {
      let (picture, _) = try decode("decode/\(name)", .jpeg)
      let difference = try #require(picture.largestDifference(from: Goldens.picture("decode/\(name.dropLast(4)).pgm")), "\(name)")
      #expect(difference <= 1, "\(name)")
    }
  }

  @Test func everyPNGIsDecodedExactly() throws {
    let names = try Goldens.names(in: "decode", "png")
    #expect(names.count == 57)
    for name in names {
      let (picture, _) = try decode("decode/\(name)", .png)
      let difference = try #require(picture.largestDifference(from: Goldens.picture("decode/\(name.dropLast(4)).pgm")), "\(name)")
      #expect(difference == 0, "\(name)")
    }
  }

  @Test func greyAndColourAreToldApart() throws {
    for (suffix, format) in [("jpg", ImageFormat.jpeg), ("png", .png)] {
      for name in try Goldens.names(in: "decode", suffix) {
        let (picture, colour) = try decode("decode/\(name)", format)
        let isColoured = ["ycbcr", "rgb", "cmyk", "ycck", "palette"].contains { name.contains($0) }
        #expect(colour.pixels == UInt64(picture.pixels.count), "\(name)")
        #expect((colour.mean > 6) == isColoured, "\(name): mean spread \(colour.mean)")
      }
    }
  }

  @Test func headersAreRead() throws {
    let jpeg = try Goldens.bytes("decode/jpeg-ycbcr-420-progressive.jpg")
    let header = try Decoder.header(of: jpeg, format: .jpeg, path: "x")
    #expect(header.width == 43 && header.height == 37 && header.bits == 8)
    // 6 × 5 blocks of luma, 3 × 3 of each chroma, one bit each.
    #expect(header.leastBytes == (30 + 9 + 9) / 8)
    let png = try Decoder.header(of: Goldens.bytes("decode/png-rgb-16-interlaced.png"), format: .png, path: "x")
    #expect(png.width == 43 && png.height == 37 && png.bits == 16)
  }

  @Test(arguments: 1...8)
  func orientationIsHonoured(_ orientation: Int) throws {
    for suffix in ["jpg", "png"] {
      let name = "orientation/\(orientation).\(suffix)"
      let picture = try GrayImage(decoding: Goldens.bytes(name), path: name, limits: .anySize)
      let golden = try Goldens.picture("\(name).pgm")
      let difference = try #require(picture.largestDifference(from: golden), "\(name): \(picture.width)×\(picture.height)")
      #expect(difference <= (suffix == "jpg" ? 1 : 0), "\(name)")
    }
  }

  @Test func orientationsMoveTheFirstPixelWhereExifSays() {
    // A row 1 2 3 over a row 4 5 6.
    let picture = GrayImage(width: 3, height: 2, pixels: [1, 2, 3, 4, 5, 6])
    let upright: [Orientation: [UInt8]] = [
      .upright: [1, 2, 3, 4, 5, 6], .mirrored: [3, 2, 1, 6, 5, 4], .rotated180: [6, 5, 4, 3, 2, 1], .flipped: [4, 5, 6, 1, 2, 3],
      .transposed: [1, 4, 2, 5, 3, 6], .rotatedLeft: [4, 1, 5, 2, 6, 3], .transversed: [6, 3, 5, 2, 4, 1],
      .rotatedRight: [3, 6, 2, 5, 1, 4],
    ]
    for orientation in Orientation.allCases {
      let turned = picture.applying(orientation)
      #expect(turned.pixels == upright[orientation], "\(orientation)")
      #expect(turned.width == (orientation.rawValue < 5 ? 3 : 2), "\(orientation)")
    }
  }
}
