import Testing

@testable import Imaging

/// EXIF blocks as cameras and attackers write them: the orientation where it can be read, else upright.
@Suite struct ExifTests {
  private func entry(_ tag: UInt16, type: UInt16 = 3, count: UInt32 = 1, value: UInt16) -> [UInt8] {
    [tag, type].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } + PNGChunks.bigEndian(count) + [
      UInt8(value >> 8), UInt8(value & 0xFF), 0, 0,
    ]
  }

  private func block(_ entries: [[UInt8]], count: Int? = nil, offset: UInt32 = 8) -> [UInt8] {
    let count = count ?? entries.count
    return Array("MM\0*".utf8) + PNGChunks.bigEndian(offset) + [UInt8(count >> 8), UInt8(count & 0xFF)] + entries.flatMap { $0 }
  }

  private func orientations(_ block: [UInt8]) -> [Orientation] {
    let jpeg = [0xFF, 0xD8] + JPEGSegments.segment(0xE1, Array("Exif\0\0".utf8) + block) + [0xFF, 0xDA, 0, 2]
    let png = PNGChunks.signature + PNGChunks.chunk("IDAT") + PNGChunks.chunk("eXIf", block)
    return [Exif.orientation(of: jpeg, format: .jpeg), Exif.orientation(of: png, format: .png)]
  }

  @Test func theTagIsFoundAmongOthers() {
    #expect(
      orientations(block([entry(0x010F, value: 3), entry(0x0112, value: 6), entry(0x011A, value: 8)])) == [.rotatedLeft, .rotatedLeft])
  }

  @Test func nonsenseMeansUpright() {
    let blocks: [(String, [UInt8])] = [
      ("nothing", []), ("half a header", Array("MM\0".utf8)), ("no byte order", Array("XX\0*\0\0\0\u{8}".utf8)),
      ("a value of 0", block([entry(0x0112, value: 0)])), ("a value of 9", block([entry(0x0112, value: 9)])),
      ("another type", block([entry(0x0112, type: 4, value: 6)])), ("two values", block([entry(0x0112, count: 2, value: 6)])),
      ("a directory beyond the end", block([entry(0x0112, value: 6)], offset: 0xFFFF_FFFF)), ("no entries", block([])),
      ("more entries than there are", block([entry(0x010F, value: 1)], count: 0xFFFF)),
      ("a directory at the last byte", block([entry(0x0112, value: 6)], offset: 21)),
    ]
    for (name, block) in blocks { #expect(orientations(block) == [.upright, .upright], "\(name)") }
  }

  @Test func segmentsBeyondTheFileMeanUpright() {
    let files: [[UInt8]] = [
      [0xFF, 0xD8], [0xFF, 0xD8, 0xFF], [0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, 0x45], [0xFF, 0xD8, 0xFF, 0xE1, 0, 0],
      [0xFF, 0xD8, 0xFF, 0xFF, 0xFF],
      [0xFF, 0xD8, 0xFF, 0xE1, 0, 8] + Array("Exif\0\0".utf8),
    ]
    for file in files { #expect(Exif.orientation(of: file, format: .jpeg) == .upright, "\(file)") }
    let chunk: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF] + Array("eXIf".utf8) + [0, 0, 0, 0]
    #expect(Exif.orientation(of: PNGChunks.signature + chunk, format: .png) == .upright)
  }
}
