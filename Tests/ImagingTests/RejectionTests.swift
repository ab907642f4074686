import Foundation
import Testing

@testable import Imaging

/// Files that are no films: each is refused with the file's name and a reason a person can act on.
@Suite struct RejectionTests {
  private func expectRefusal(
    of bytes: [UInt8], saying words: String, limits: ImageLimits = .anySize, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = refusal(sourceLocation) { _ = try GrayImage(decoding: bytes, path: "some/film", limits: limits) }
    #expect(error?.path == "some/film", sourceLocation: sourceLocation)
    #expect(error?.reason.contains(words) == true, "\(error?.reason ?? "nothing thrown")", sourceLocation: sourceLocation)
  }

  // MARK: Files

  @Test func filesThatCannotBeRead() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pulmo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    try Data().write(to: folder.appendingPathComponent("empty.jpg"))
    try Data(Goldens.bytes("decode/jpeg-grey.jpg")).write(to: folder.appendingPathComponent("film.jpg"))
    #expect(mkfifo(path("pipe"), 0o600) == 0)
    let cases: [(path: String, limits: ImageLimits, words: String)] = [
      (path("missing.jpg"), .default, "no such file"), (path("film.jpg/inside"), .default, "no such file"),
      (folder.path, .default, "folder"),
      (path("empty.jpg"), .default, "empty"), (path("pipe"), .default, "no ordinary file"), ("/dev/zero", .default, "no ordinary file"),
      (path("film.jpg"), ImageLimits(fileBytes: 100), "more than the 100 allowed"), ("", .default, "no such file"),
    ]
    for (path, limits, words) in cases {
      let error = refusal { _ = try GrayImage(contentsOf: path, limits: limits) }
      #expect(error?.path == path)
      #expect(error?.reason.contains(words) == true, "\(error?.description ?? "nothing thrown for \(path)")")
      #expect(error.map { "\($0)" } == error.map { "\($0.path): \($0.reason)" })
    }
  }

  @Test func otherFormats() {
    expectRefusal(of: Array(repeating: 0, count: 128) + Array("DICM".utf8) + [2, 0], saying: "DICOM")
    expectRefusal(of: Array("GIF89a".utf8), saying: "GIF")
    expectRefusal(of: Array("%PDF-1.4".utf8), saying: "PDF")
    expectRefusal(of: [0x49, 0x49, 0x2A, 0], saying: "TIFF")
    expectRefusal(of: Array("RIFF....WEBPVP8 ".utf8), saying: "WebP")
    expectRefusal(of: Array("path,label\n".utf8), saying: "neither a JPEG nor a PNG")
    expectRefusal(of: [0], saying: "neither a JPEG nor a PNG")
    for count in 1..<3 { expectRefusal(of: Array([0xFF, 0xD8, 0xFF].prefix(count)), saying: "cut short at byte \(count)") }
    for count in 1..<8 { expectRefusal(of: Array(PNGChunks.signature.prefix(count)), saying: "cut short at byte \(count)") }
  }

  // MARK: Truncation

  @Test func everyTruncatedJPEGSaysWhere() throws {
    for name in ["jpeg-grey", "jpeg-grey-progressive", "jpeg-ycbcr-420-restart", "jpeg-cmyk-progressive"] {
      let bytes = try Goldens.bytes("decode/\(name).jpg")
      #expect(bytes.suffix(2) == [0xFF, 0xD9])
      for count in 3..<bytes.count {
        let error = refusal { _ = try GrayImage(decoding: Array(bytes.prefix(count)), path: name, limits: .anySize) }
        #expect(error?.reason.contains("cut short at byte \(count)") == true, "\(name): \(error?.reason ?? "nothing thrown at \(count)")")
      }
    }
  }

  /// A segment that is skipped, not read: its end must not be taken for inside the file.
  @Test func aSkippedSegmentCutShortSaysWhere() {
    let bytes = [0xFF, 0xD8] + JPEGSegments.segment(0xE5, Array(repeating: 1, count: 12))
    for count in 6..<bytes.count { expectRefusal(of: Array(bytes.prefix(count)), saying: "cut short at byte \(count)") }
  }

  @Test func everyTruncatedPNGSaysWhere() throws {
    for name in ["png-grey-8", "png-rgb-16-interlaced", "png-palette-4-trns", "png-grey-8-stored-in-five"] {
      let bytes = try Goldens.bytes("decode/\(name).png")
      for count in 8..<bytes.count {
        let error = refusal { _ = try GrayImage(decoding: Array(bytes.prefix(count)), path: name, limits: .anySize) }
        #expect(error?.reason.contains("cut short at byte \(count)") == true, "\(name): \(error?.reason ?? "nothing thrown at \(count)")")
      }
    }
  }

  // MARK: Corruption

  @Test func wrongChecksumsAreErrors() throws {
    let bytes = try Goldens.bytes("decode/png-grey-8-other-chunks.png")
    let ranges = PNGChunks.ranges(in: bytes)
    #expect(ranges.count == 6)
    for range in ranges {
      var broken = bytes
      broken[range.upperBound - 1] ^= 1
      expectRefusal(of: broken, saying: "CRC error")
    }
  }

  @Test func paletteIndicesOutsideThePaletteAreErrors() {
    let rows = (0..<4).flatMap { y in [UInt8(0)] + (0..<4).map { UInt8($0 + y) } }
    let end = PNGChunks.chunk("IDAT", PNGChunks.stored(rows)) + PNGChunks.chunk("IEND")
    let header = PNGChunks.signature + PNGChunks.header(width: 4, height: 4, kind: 3)
    let palette = (0..<21).map { UInt8($0 * 12) }
    expectRefusal(of: header + PNGChunks.chunk("PLTE", Array(palette.prefix(18))) + end, saying: "not in the palette")
    expectRefusal(of: header + PNGChunks.chunk("PLTE", palette) + end, saying: "colour picture")
  }

  @Test func rowsTooFewOrTooManyAreErrors() {
    let header = PNGChunks.signature + PNGChunks.header(width: 64, height: 64)
    let row = [UInt8(0)] + (0..<64).map { UInt8($0 * 4) }
    for (rows, words) in [(63, "ot enough"), (64, ""), (65, "oo much"), (80, "oo much")] {
      let pixels = PNGChunks.stored(Array(repeatElement(row, count: rows).joined()))
      let bytes = header + PNGChunks.chunk("IDAT", pixels) + PNGChunks.chunk("IEND")
      if words.isEmpty {
        #expect(throws: Never.self) { try GrayImage(decoding: bytes, path: "x") }
      } else {
        expectRefusal(of: bytes, saying: words)
      }
    }
  }

  @Test func damagedScansAreErrors() throws {
    let bytes = try Goldens.bytes("decode/jpeg-grey-restart-blocks.jpg")
    let scan = try #require(JPEGSegments.range(of: 0xDA, in: bytes))
    let restart = try #require((scan.lowerBound..<scan.upperBound).first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xD0 })
    var without = bytes
    without.removeSubrange(restart..<(restart + 2))
    expectRefusal(of: without, saying: "corrupt")
    var extra = bytes
    extra.insert(contentsOf: Array(repeating: 0x55, count: 40), at: scan.upperBound)
    expectRefusal(of: extra, saying: "corrupt")
    expectRefusal(of: Array(bytes[..<scan.lowerBound]) + [0xFF, 0xD9], saying: "corrupt")
  }

  @Test func missingProgressiveScansAreErrors() throws {
    let bytes = try Goldens.bytes("decode/jpeg-grey-progressive.jpg")
    let scans = JPEGSegments.ranges(in: bytes).filter { bytes[$0.lowerBound + 1] == 0xDA }
    #expect(scans.count > 3)
    for scan in scans {
      var without = bytes
      without.removeSubrange(scan)
      expectRefusal(of: without, saying: "corrupt")
    }
  }

  /// One scan for each of red, green and blue, all the same: left out, one would be painted as if it were black or grey.
  @Test func missingSequentialScansAreErrors() throws {
    let grey = try Goldens.bytes("decode/jpeg-grey.jpg")
    let ids = Array("RGB".utf8)
    var head: [UInt8] = [0xFF, 0xD8]
    var scans: [[UInt8]] = []
    for range in JPEGSegments.ranges(in: grey) {
      let segment = grey[range]
      switch grey[range.lowerBound + 1] {
      case 0xE0: break  // says that three components are YCbCr
      case 0xC0: head += JPEGSegments.segment(0xC0, Array(segment.dropFirst(4).prefix(5)) + [3] + ids.flatMap { [$0, 0x11, 0] })
      case 0xDA: scans = ids.map { Array(segment.prefix(5)) + [$0] + segment.dropFirst(6) }
      default: head += segment
      }
    }
    let end: [UInt8] = [0xFF, 0xD9]
    try #require(scans.count == 3)
    let whole = try GrayImage(decoding: head + scans.joined() + end, path: "x", limits: .anySize)
    #expect(try whole == GrayImage(decoding: grey, path: "x", limits: .anySize))
    for left in 0..<3 { expectRefusal(of: head + scans[left] + end, saying: "scans are missing") }
    for left in 0..<3 { expectRefusal(of: head + scans[left] + scans[(left + 1) % 3] + end, saying: "scans are missing") }
  }

  @Test func unsupportedVarietiesAreNamed() throws {
    let bytes = try Goldens.bytes("decode/jpeg-grey.jpg")
    let frame = try #require(JPEGSegments.range(of: 0xC0, in: bytes))
    for (marker, words) in [(UInt8(0xC3), "variety"), (0xC9, "variety"), (0xC7, "variety")] {  // lossless, arithmetic, hierarchical
      var other = bytes
      other[frame.lowerBound + 1] = marker
      expectRefusal(of: other, saying: words)
    }
    var precise = bytes
    precise[frame.lowerBound + 4] = 12
    expectRefusal(of: precise, saying: "variety")
  }

  // MARK: Limits

  @Test func hugeSizesInSmallFilesAreRefusedUnallocated() throws {
    let jpeg = try Goldens.bytes("decode/jpeg-grey.jpg")
    let frame = try #require(JPEGSegments.range(of: 0xC0, in: jpeg)).lowerBound
    for (width, height, words) in [
      (65_500, 65_500, "more than the 67108864 allowed"), (8_000, 8_000, "cut short"), (65_500, 1, "on each side"),
    ] {
      var large = jpeg
      large.replaceSubrange((frame + 5)..<(frame + 9), with: [height >> 8, height & 0xFF, width >> 8, width & 0xFF].map { UInt8($0) })
      expectRefusal(of: large, saying: words, limits: .default)
    }
    let end = PNGChunks.chunk("IDAT", PNGChunks.stored([0, 0])) + PNGChunks.chunk("IEND")
    for (width, height, words) in [
      (0x7FFF_FFFF, 0x7FFF_FFFF, "more than the 67108864 allowed"), (1 << 26, 2, "more than"), (8_000, 8_000, "cut short"),
      (0x8000_0000, 1, "corrupt"),
      (0, 9, "corrupt"), (9, 0, "corrupt"),
    ] {
      let header = PNGChunks.header(width: UInt32(width), height: UInt32(height), bits: 16, kind: 6, interlace: 1)
      expectRefusal(of: PNGChunks.signature + header + end, saying: words, limits: .default)
    }
  }

  @Test func picturesUnder64PixelsAreRefused() throws {
    let pixels = (0..<(64 * 64)).map { UInt8($0 % 251) }
    let enough = GrayImage(width: 64, height: 64, pixels: pixels)
    #expect(try GrayImage(decoding: enough.encoded(as: .png), path: "x") == enough)
    for (width, height) in [(63, 65), (65, 63), (1, 4096)] {
      let small = GrayImage(width: width, height: height, pixels: Array(pixels.prefix(width * height)))
      try expectRefusal(of: small.encoded(as: .png), saying: "only \(width)×\(height) pixels", limits: .default)
      try expectRefusal(of: small.encoded(as: .jpeg(quality: 95)), saying: "only \(width)×\(height) pixels", limits: .default)
    }
  }

  @Test func scansAreCounted() throws {
    let golden = try Goldens.bytes("decode/jpeg-grey-progressive.jpg")
    expectRefusal(of: golden, saying: "too many scans", limits: ImageLimits(minimumSide: 1, jpegScans: 3))
    let hostile = JPEGOfManyScans.bytes
    #expect(hostile.count < 20_000)
    expectRefusal(of: hostile, saying: "too many scans", limits: .default)
    // Nothing else is wrong with it: with a higher limit it is a picture, grey all over.
    expectRefusal(of: hostile, saying: "nearly constant", limits: ImageLimits(jpegScans: 1_000))
  }

  @Test func bombsAreCheap() throws {
    // 64 million pixels in 130 kB; what is refused here is the picture, after one pass over it.
    let black = GrayImage(width: 8_192, height: 8_192, pixels: Array(repeating: 0, count: 8_192 * 8_192))
    let bytes = try black.encoded(as: .png)
    #expect(bytes.count < 140_000)
    expectRefusal(of: bytes, saying: "nearly constant", limits: .default)
    expectRefusal(of: bytes, saying: "more than the 1000000 allowed", limits: ImageLimits(pixels: 1_000_000))
  }

  // MARK: No films

  @Test func colourPicturesAreRefused() throws {
    for name in [
      "jpeg-ycbcr-444.jpg", "jpeg-rgb.jpg", "jpeg-cmyk.jpg", "png-rgb-8.png", "png-palette-8.png", "png-rgb-alpha-16-interlaced.png",
    ] {
      try expectRefusal(of: Goldens.bytes("decode/\(name)"), saying: "colour picture")
    }
    #expect(throws: Never.self) { try GrayImage(decoding: Goldens.bytes("decode/jpeg-grey-in-colour.jpg"), path: "x", limits: .anySize) }
  }

  /// RGB pictures of 64×64 whose red is `offset` above green and blue in `coloured` pixels.
  private func tinted(_ offset: Int, coloured: Int) -> [UInt8] {
    var rows: [UInt8] = []
    for index in 0..<4096 {
      if index % 64 == 0 { rows.append(0) }
      let level = index % 64 * 3
      rows += [UInt8(level + (index < coloured ? offset : 0)), UInt8(level), UInt8(level)]
    }
    return PNGChunks.signature + PNGChunks.header(width: 64, height: 64, kind: 2) + PNGChunks.chunk("IDAT", PNGChunks.stored(rows))
      + PNGChunks.chunk("IEND")
  }

  @Test func theColourRuleIsAsStated() {
    // 1% of 4096 pixels is 40.96.
    #expect(throws: Never.self) { try GrayImage(decoding: tinted(60, coloured: 40), path: "x") }
    expectRefusal(of: tinted(60, coloured: 41), saying: "1% of its pixels are coloured")
    #expect(throws: Never.self) { try GrayImage(decoding: tinted(6, coloured: 4096), path: "x") }
    expectRefusal(of: tinted(7, coloured: 4096), saying: "colour picture")
    #expect(throws: Never.self) { try GrayImage(decoding: tinted(24, coloured: 1000), path: "x") }
  }

  @Test func theConstancyRuleIsAsStated() throws {
    func picture(span: Int, outliers: Int) throws -> [UInt8] {
      let pixels = (0..<10_000).map { UInt8($0 < outliers ? 255 : 100 + ($0 % 2) * span) }
      return try GrayImage(width: 100, height: 100, pixels: pixels).encoded(as: .png)
    }
    try expectRefusal(of: picture(span: 0, outliers: 0), saying: "nearly constant: 98% of its pixels lie within 0 grey levels")
    try expectRefusal(of: picture(span: 15, outliers: 100), saying: "within 15 grey levels")
    #expect(throws: Never.self) { try GrayImage(decoding: picture(span: 16, outliers: 0), path: "x") }
    #expect(throws: Never.self) { try GrayImage(decoding: picture(span: 15, outliers: 101), path: "x") }
  }

  /// Rows are counted eight apart: here all but those counted last are one level.
  @Test func theConstancyRuleSeesEveryRow() throws {
    func picture(span: Int) throws -> [UInt8] {
      let pixels = (0..<(64 * 64)).map { UInt8($0 / 64 % 8 == 7 ? 100 + span : 100) }
      return try GrayImage(width: 64, height: 64, pixels: pixels).encoded(as: .png)
    }
    try expectRefusal(of: picture(span: 15), saying: "within 15 grey levels")
    #expect(throws: Never.self) { try GrayImage(decoding: picture(span: 16), path: "x") }
  }

  @Test func twelveBitsInSixteenGetAHint() {
    var rows: [UInt8] = []
    for y: UInt8 in 0..<64 {
      rows.append(0)
      for x: UInt8 in 0..<64 { rows += [(x + y) % 12, x] }
    }
    let bytes =
      PNGChunks.signature + PNGChunks.header(width: 64, height: 64, bits: 16) + PNGChunks.chunk("IDAT", PNGChunks.stored(rows))
      + PNGChunks.chunk("IEND")
    expectRefusal(of: bytes, saying: "stretch them to the full range")
  }
}
