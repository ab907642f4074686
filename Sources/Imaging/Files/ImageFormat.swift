/// The file formats that are read, told apart by their first bytes: file names lie.
enum ImageFormat: Hashable {
  case jpeg
  case png

  /// - Throws: the reason, where the bytes are of neither format.
  init(of bytes: [UInt8], path: String) throws(ImagingError) {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else {
      throw ImagingError(path: path, reason: Self.refusal(of: bytes))
    }
  }

  private static func refusal(of bytes: [UInt8]) -> String {
    if bytes.count >= 132, bytes[128..<132].elementsEqual("DICM".utf8) {
      return "this is a DICOM file, which is not read yet; export the film as PNG or JPEG"
    }
    if [0xFF, 0xD8, 0xFF].starts(with: bytes) || [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A].starts(with: bytes) {
      return "the file is cut short at byte \(bytes.count); export or copy the film again"
    }
    for (name, magic) in known where bytes.starts(with: magic) { return "this is a \(name) file; export the film as PNG or JPEG" }
    if bytes.count >= 12, bytes[0..<4].elementsEqual("RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) {
      return "this is a WebP file; export the film as PNG or JPEG"
    }
    return "this is neither a JPEG nor a PNG file; export the film as one of them"
  }

  private static let known: [(name: String, magic: [UInt8])] = [
    ("TIFF", [0x49, 0x49, 0x2A, 0x00]), ("TIFF", [0x4D, 0x4D, 0x00, 0x2A]), ("GIF", Array("GIF8".utf8)), ("BMP", Array("BM".utf8)),
    ("PDF", Array("%PDF".utf8)), ("ZIP", [0x50, 0x4B, 0x03, 0x04]), ("gzip", [0x1F, 0x8B]),
    ("JPEG 2000", [0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50]), ("JPEG 2000", [0xFF, 0x4F, 0xFF, 0x51]),
  ]
}
