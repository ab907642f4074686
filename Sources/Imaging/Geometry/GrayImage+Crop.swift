extension GrayImage {
  /// The part of the picture in these columns and rows.
  /// - Precondition: neither is empty, and both lie within the picture.
  public func cropped(columns: Range<Int>, rows: Range<Int>) -> GrayImage {
    precondition(
      !columns.isEmpty && !rows.isEmpty && columns.lowerBound >= 0 && rows.lowerBound >= 0 && columns.upperBound <= width
        && rows.upperBound <= height, "columns \(columns) and rows \(rows) are no part of \(width)×\(height)")
    var part: [UInt8] = []
    part.reserveCapacity(columns.count * rows.count)
    for row in rows { part += pixels[row * width + columns.lowerBound..<row * width + columns.upperBound] }
    return GrayImage(width: columns.count, height: rows.count, pixels: part)
  }
}
