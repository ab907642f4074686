/// Takes JPEG files apart at their markers.
enum JPEGSegments {
  /// Where the marker segments of `bytes` lie, from the first after the start of image; a scan's segment holds its coded data too.
  static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF, bytes[position + 1] != 0xD9 {
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      var end = position + 2 + length
      guard length >= 2, end <= bytes.count else { break }
      if bytes[position + 1] == 0xDA { end = endOfCodedData(in: bytes, from: end) }
      ranges.append(position..<end)
      position = end
    }
    return ranges
  }

  /// The first segment with `marker`.
  static func range(of marker: UInt8, in bytes: [UInt8]) -> Range<Int>? { ranges(in: bytes).first { bytes[$0.lowerBound + 1] == marker } }

  private static func endOfCodedData(in bytes: [UInt8], from start: Int) -> Int {
    var position = start
    while position + 1 < bytes.count {
      // A zero after 0xFF stuffs it; restart markers belong to the scan.
      if bytes[position] == 0xFF, bytes[position + 1] != 0, !(0xD0...0xD7).contains(bytes[position + 1]) { return position }
      position += 1
    }
    return bytes.count
  }

  static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
    let length = content.count + 2
    return [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + content
  }
}
