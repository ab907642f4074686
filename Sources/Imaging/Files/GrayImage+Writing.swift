import CImageCodecs

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GrayImage {
  /// How a picture is written.
  public enum FileFormat: Sendable, Hashable {
    /// 8-bit grey, without loss.
    case png
    /// Baseline grey; quality 1 (worst) to 100.
    case jpeg(quality: Int)
  }

  /// The bytes of a file of this picture.
  /// - Throws: ``ImagingError`` (its path `picture`) when the picture is too large for the format, as JPEG ends at 65,500 pixels a side, or memory
  ///   is short.
  public func encoded(as format: FileFormat) throws(ImagingError) -> [UInt8] { try encoded(as: format, path: "picture") }

  /// Writes the picture to a new file, or over one that is there.
  /// - Throws: ``ImagingError`` when it cannot be encoded or the file cannot be written; a file written in part may be left.
  public func write(to path: String, as format: FileFormat) throws(ImagingError) {
    let bytes = try encoded(as: format, path: path)
    guard let file = fopen(path, "wb") else {
      throw ImagingError(path: path, reason: "the file cannot be written: \(FileBytes.describe(errno)); choose another place")
    }
    let written = fwrite(bytes, 1, bytes.count, file)
    let failure = errno
    guard fclose(file) == 0, written == bytes.count else {
      throw ImagingError(path: path, reason: "writing failed: \(FileBytes.describe(failure)); is the disk full?")
    }
  }

  private func encoded(as format: FileFormat, path: String) throws(ImagingError) -> [UInt8] {
    var buffer = cic_buffer()
    var failure = cic_failure()
    let done: Bool
    switch format {
    case .png: done = cic_png_encode(pixels, UInt32(width), UInt32(height), &buffer, &failure)
    case .jpeg(let quality):
      precondition((1...100).contains(quality), "JPEG quality \(quality) is not in 1...100")
      done = cic_jpeg_encode(pixels, UInt32(width), UInt32(height), Int32(quality), &buffer, &failure)
    }
    guard done else { throw ImagingError(path: path, reason: "the picture cannot be encoded (\(failure.words)); make it smaller") }
    defer { cic_release(&buffer) }
    return Array(UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
  }
}

extension cic_failure {
  /// The decoder's or encoder's own words.
  var words: String { withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) } }
}
