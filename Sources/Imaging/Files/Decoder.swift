import CImageCodecs

/// The C decoders with Swift's types and errors.
enum Decoder {
  static func header(of bytes: [UInt8], format: ImageFormat, path: String) throws(ImagingError) -> ImageHeader {
    var header = cic_header()
    var failure = cic_failure()
    let done =
      switch format {
      case .jpeg: cic_jpeg_header(bytes, bytes.count, &header, &failure)
      case .png: cic_png_header(bytes, bytes.count, &header, &failure)
      }
    guard done else { throw ImagingError(path: path, failure: failure, format: format) }
    return ImageHeader(
      width: Int(header.width), height: Int(header.height), bits: Int(header.bits), leastBytes: Int(clamping: header.least_bytes))
  }

  static func pixels(
    of bytes: [UInt8], format: ImageFormat, header: ImageHeader, limits: ImageLimits, path: String
  ) throws(ImagingError) -> (GrayImage, ColourStatistics) {
    let (width, height) = (header.width, header.height)
    var colour = cic_colour()
    var failure = cic_failure()
    var done = false
    let pixels = [UInt8](unsafeUninitializedCapacity: width * height) { buffer, count in
      switch format {
      case .jpeg:
        done = withUnsafeMutablePointer(to: &colour) { colour in
          var request = cic_jpeg_request(
            width: UInt32(width), height: UInt32(height), max_scans: UInt32(clamping: limits.jpegScans),
            // Four components of two bytes, and the rounding up to whole blocks.
            max_memory: min(limits.pixels, 1 << 40) * 8 + (16 << 20), grey: buffer.baseAddress, colour: colour)
          return cic_jpeg_decode(bytes, bytes.count, &request, &failure)
        }
      case .png:
        done = cic_png_decode(bytes, bytes.count, UInt32(width), UInt32(height), buffer.baseAddress, &colour, &failure)
      }
      count = done ? width * height : 0
    }
    guard done else { throw ImagingError(path: path, failure: failure, format: format) }
    return (GrayImage(width: width, height: height, pixels: pixels), ColourStatistics(colour))
  }
}

/// What a file says of itself before anything is allocated.
struct ImageHeader {
  let width: Int
  let height: Int
  let bits: Int
  /// No file of such a picture is shorter.
  let leastBytes: Int

  func check(_ limits: ImageLimits, fileBytes: Int, path: String) throws(ImagingError) {
    func refuse(_ reason: String) -> ImagingError { ImagingError(path: path, reason: reason) }
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, pixels <= limits.pixels else {
      throw refuse("the picture has \(width)×\(height) pixels, more than the \(limits.pixels) allowed; export it smaller")
    }
    guard width >= limits.minimumSide, height >= limits.minimumSide else {
      throw refuse("the picture has only \(width)×\(height) pixels, and a film needs \(limits.minimumSide) on each side; export it larger")
    }
    guard fileBytes >= leastBytes else {
      throw refuse(
        "the file is cut short at byte \(fileBytes): \(width)×\(height) pixels take \(leastBytes) bytes or more; export or copy the film again"
      )
    }
  }
}

extension ImagingError {
  fileprivate init(path: String, failure: cic_failure, format: ImageFormat) {
    let words = failure.words
    let name = format == .jpeg ? "JPEG" : "PNG"
    let reason =
      switch Int(failure.code) {
      case cic_truncated: "the \(name) file is cut short at byte \(failure.byte); export or copy the film again"
      case cic_unsupported: "this variety of \(name) is not read (\(words)); export the film as a baseline JPEG or a PNG"
      case cic_over_limit: "the \(name) file asks for more work than a film needs (\(words)); export the film again"
      case cic_out_of_memory: "there is not enough memory for this picture; close other programs or export it smaller"
      default: "the \(name) file is corrupt near byte \(failure.byte) (\(words)); export or copy the film again"
      }
    self.init(path: path, reason: reason)
  }
}
