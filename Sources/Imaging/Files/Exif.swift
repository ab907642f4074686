/// Finds the orientation in a file's EXIF block (CIPA DC-008, a TIFF structure).
///
/// EXIF is a by-product of the file: whatever is wrong in it, out of bounds or missing, means "upright" and never an error. Every offset is
/// checked against the block before it is followed, and nothing is followed twice, so a hostile block ends quickly.
enum Exif {
  static func orientation(of bytes: [UInt8], format: ImageFormat) -> Orientation {
    let block =
      switch format {
      case .jpeg: jpegBlock(in: bytes)
      case .png: pngBlock(in: bytes)
      }
    return block.flatMap(orientation(inTIFF:)) ?? .upright
  }

  /// The TIFF structure in the first APP1 segment that begins with `Exif\0\0`.
  private static func jpegBlock(in bytes: [UInt8]) -> ArraySlice<UInt8>? {
    for (marker, content) in JPEGSegmentReader(bytes) where marker == 0xE1 {
      if content.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) { return content.dropFirst(6) }
    }
    return nil
  }

  /// The content of the eXIf chunk, which stands before or after the pixels.
  private static func pngBlock(in bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var position = 8  // after the signature
    while position + 12 <= bytes.count {
      let length = bytes[position..<(position + 4)].reduce(0) { $0 << 8 | Int($1) }
      let content = position + 8
      guard length <= bytes.count - content - 4 else { return nil }
      if bytes[(position + 4)..<content].elementsEqual("eXIf".utf8) { return bytes[content..<(content + length)] }
      position = content + length + 4
    }
    return nil
  }

  private static func orientation(inTIFF block: ArraySlice<UInt8>) -> Orientation? {
    let bigEndian: Bool
    if block.starts(with: [0x4D, 0x4D]) {
      bigEndian = true
    } else if block.starts(with: [0x49, 0x49]) {
      bigEndian = false
    } else {
      return nil
    }
    func number(at offset: Int, size: Int) -> Int? {
      guard offset >= 0, offset + size <= block.count else { return nil }
      let digits = block[(block.startIndex + offset)..<(block.startIndex + offset + size)]
      return bigEndian ? digits.reduce(0) { $0 << 8 | Int($1) } : digits.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(at: 2, size: 2) == 42, let directory = number(at: 4, size: 4), let entries = number(at: directory, size: 2) else {
      return nil
    }
    for entry in 0..<entries {
      let offset = directory + 2 + entry * 12
      guard let tag = number(at: offset, size: 2) else { return nil }
      guard tag == 0x0112 else { continue }
      // One value of type SHORT, left-aligned in the entry's value field.
      guard number(at: offset + 2, size: 2) == 3, number(at: offset + 4, size: 4) == 1 else { return nil }
      return number(at: offset + 8, size: 2).flatMap { Orientation(rawValue: UInt16($0)) }
    }
    return nil
  }
}
