/// Walks the marker segments of a JPEG file from its start to the first scan.
///
/// Every length is checked against the file before it is followed, and each step goes forward, so a hostile file ends quickly: the walk
/// stops where the segments make no sense.
struct JPEGSegmentReader: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var position = 2  // after the start-of-image marker

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next segment's marker and content, its length left out; nil where pixels begin or the file ends.
  mutating func next() -> (marker: UInt8, content: ArraySlice<UInt8>)? {
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      if marker == 0xFF {  // fill byte
        position += 1
        continue
      }
      if marker == 0xDA || marker == 0xD9 { return nil }  // pixels begin, or the end
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      let end = position + 2 + length
      guard length >= 2, end <= bytes.count else { return nil }
      let content = bytes[(position + 4)..<end]
      position = end
      return (marker, content)
    }
    return nil
  }
}
