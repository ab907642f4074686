extension ColorImage {
  /// The bytes of a file of this picture.
  /// - Throws: ``ImagingError`` (its path `picture`) when the picture is too large for the format, as JPEG ends at 65,500 pixels a side, or memory
  ///   is short.
  public func encoded(as format: PictureFormat) throws(ImagingError) -> [UInt8] { try writer.encoded(as: format) }

  /// Writes the picture to a new file, or over one that is there.
  /// - Throws: ``ImagingError`` when it cannot be encoded or the file cannot be written; a file written in part may be left.
  public func write(to path: String, as format: PictureFormat) throws(ImagingError) { try writer.write(to: path, as: format) }

  private var writer: PictureWriter { PictureWriter(width: width, height: height, channels: 3, samples: samples) }
}
