extension GrayImage {
  /// The picture as it comes back from a baseline JPEG, with the losses of its quality.
  ///
  /// Nothing but the losses: the checks for films are left out, so any picture passes, flat ones too.
  /// - Parameter quality: 1 (worst) to 100.
  /// - Precondition: neither side is longer than 65,500 pixels, where JPEG ends.
  public func recompressed(quality: Int) -> GrayImage {
    do throws(ImagingError) {
      let bytes = try encoded(as: .jpeg(quality: quality))
      let header = ImageHeader(width: width, height: height, bits: 8, leastBytes: 0)
      return try Decoder.pixels(of: bytes, format: .jpeg, header: header, limits: .default, path: "picture").0
    } catch {
      // What was just written is no damaged file: the picture is too large, or memory is short, which ends Swift's own arrays too.
      preconditionFailure("a picture of \(width)×\(height) pixels makes no JPEG: \(error.reason)")
    }
  }
}
