extension GrayImage {
  /// Reads a film from a JPEG or PNG file.
  ///
  /// JPEG: baseline, extended and progressive Huffman files of 8 bits, grey, YCbCr, RGB, CMYK and YCCK, with or without restart markers.
  /// PNG: every colour type, 1 to 16 bits, interlaced or not.
  /// - Colour becomes grey by ITU-R 601-2 luma, as Pillow's `convert("L")` computes it; CMYK is taken as inverted, as Adobe writes it.
  /// - 16-bit levels are scaled to 8 bits by rounding. Transparent pixels are composed over black, the colour of an unexposed monitor.
  /// - The EXIF orientation (JPEG's APP1, PNG's eXIf) is applied.
  ///
  /// Every warning of a decoder that data is damaged or missing is an error: a film half grey must not get a probability.
  /// - Parameters:
  ///   - path: the file.
  ///   - limits: sizes checked before memory of that size is taken.
  /// - Throws: ``ImagingError`` naming the file, the reason and the way out: missing, no file, empty, another format, cut short,
  ///   corrupt, over a limit, under 64 pixels on a side; nearly constant, that is, the middle 98% of its pixels span fewer than 16 levels; or a colour
  ///   photograph, that is, in more than 1% of its pixels red, green and blue lie more than 24 levels apart, or more than 6 on average.
  public init(contentsOf path: String, limits: ImageLimits = .default) throws(ImagingError) {
    try self.init(decoding: try FileBytes.read(path, limit: limits.fileBytes), path: path, limits: limits)
  }

  /// Decodes the bytes of a JPEG or PNG file; `path` names them in errors.
  init(decoding bytes: [UInt8], path: String, limits: ImageLimits = .default) throws(ImagingError) {
    let format = try ImageFormat(of: bytes, path: path)
    let header = try Decoder.header(of: bytes, format: format, path: path)
    try header.check(limits, fileBytes: bytes.count, path: path)
    let (stored, colour) = try Decoder.pixels(of: bytes, format: format, header: header, limits: limits, path: path)
    try stored.requireFilm(colour, bits: header.bits, path: path)
    self = stored.applying(Exif.orientation(of: bytes, format: format))
  }
}
