import CImageCodecs

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns the samples of a picture into the bytes of a file.
struct PictureWriter {
  let width: Int
  let height: Int
  /// 1 grey; 3 red, green and blue, side by side.
  let channels: Int
  /// `width · height · channels`, row by row from the top.
  let samples: [UInt8]

  /// The bytes of a file of the picture; `path` names it in errors.
  func encoded(as format: PictureFormat, path: String = "picture") throws(ImagingError) -> [UInt8] {
    var buffer = cic_buffer()
    var failure = cic_failure()
    let done = samples.withUnsafeBufferPointer { samples in
      var picture = cic_picture(
        samples: samples.baseAddress, width: UInt32(width), height: UInt32(height), channels: UInt32(channels))
      switch format {
      case .png: return cic_png_encode(&picture, &buffer, &failure)
      case .jpeg(let quality):
        precondition((1...100).contains(quality), "JPEG quality \(quality) is not in 1...100")
        return cic_jpeg_encode(&picture, Int32(quality), &buffer, &failure)
      }
    }
    guard done else { throw ImagingError(path: path, reason: "the picture cannot be encoded (\(failure.words)); make it smaller") }
    defer { cic_release(&buffer) }
    return Array(UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
  }

  /// Writes the file, or over one that is there.
  func write(to path: String, as format: PictureFormat) throws(ImagingError) {
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
}

extension cic_failure {
  /// The decoder's or encoder's own words.
  var words: String { withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) } }
}
