/// A correct progressive JPEG of 64×64 mid-grey pixels in 883 scans: the first coefficient in one, each of the other 63 in 14, one bit at a time.
/// Every scan codes the 64 blocks in a byte.
enum JPEGOfManyScans {
  static let bytes: [UInt8] = {
    let symbols: (UInt8) -> [UInt8] = { [1] + Array(repeating: 0, count: 15) + [$0] }  // one code, of one bit
    var file: [UInt8] = [0xFF, 0xD8]
    file += JPEGSegments.segment(0xDB, [0] + Array(repeating: 1, count: 64))
    file += JPEGSegments.segment(0xC2, [8, 0, 64, 0, 64, 1, 1, 0x11, 0])
    file += JPEGSegments.segment(0xC4, [0x00] + symbols(0))  // no difference
    file += JPEGSegments.segment(0xC4, [0x10] + symbols(0x60))  // 2⁶ blocks end here
    file += scan(from: 0, to: 0, high: 0, low: 0) + Array(repeating: 0, count: 8)
    for coefficient: UInt8 in 1...63 {
      for low in (UInt8(0)...13).reversed() {
        file += scan(from: coefficient, to: coefficient, high: low == 13 ? 0 : low + 1, low: low) + [0x01]
      }
    }
    return file + [0xFF, 0xD9]
  }()

  private static func scan(from first: UInt8, to last: UInt8, high: UInt8, low: UInt8) -> [UInt8] {
    JPEGSegments.segment(0xDA, [1, 1, 0x00, first, last, high << 4 | low])
  }
}
