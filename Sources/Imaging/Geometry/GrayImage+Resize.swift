import CImageKernels

// Goals, in order: the same bits as Pillow's Image.resize(size, Image.Resampling.BILINEAR) for 8-bit grey pictures; speed. Pillow's way
// (src/libImaging/Resample.c): each axis on its own, along the rows first, weights in fixed point, and the picture between the two passes
// rounded to 8 bits. (Pillow 13 goes along the columns first for some sizes, which moves single pixels by one level.)

extension GrayImage {
  /// The whole picture squashed or stretched to `width` × `height`, antialiased.
  ///
  /// Each pixel of the result is the mean of the source under a triangle as wide as two source pixels, or, where the picture shrinks, two result
  /// pixels. Ratios are not kept and nothing is cut off. The result is that of Pillow's `resize((width, height), Resampling.BILINEAR)`.
  /// - Parameters:
  ///   - width: at least 1.
  ///   - height: at least 1.
  public func resized(width: Int, height: Int) -> GrayImage {
    resized(width: width, height: height, with: cik_widest_instructions())
  }

  /// The same picture in its own ratio, its longer side `side` pixels; a smaller one stays as it is.
  public func fitted(to side: Int) -> GrayImage {
    fittedSize(width, height, to: side).map { resized(width: $0.width, height: $0.height) } ?? self
  }

  /// The same with the kernels of one instruction set, which this processor must have.
  func resized(width: Int, height: Int, with instructions: cik_instructions) -> GrayImage {
    precondition(width > 0 && height > 0, "a picture cannot be resized to \(width)×\(height)")
    var picture = self
    if width != picture.width { picture = picture.resampled(cik_along_rows, to: width, instructions) }
    if height != picture.height { picture = picture.resampled(cik_along_columns, to: height, instructions) }
    return picture
  }

  private func resampled(_ direction: cik_direction, to places: Int, _ instructions: cik_instructions) -> GrayImage {
    let isAlongRows = direction == cik_along_rows
    let length = isAlongRows ? width : height
    let (newWidth, newHeight) = isAlongRows ? (places, height) : (width, places)
    let triangles = TriangleWeights(from: length, to: places)
    let resampled = [UInt8](unsafeUninitializedCapacity: newWidth * newHeight) { target, count in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: (length + places) * cik_strip_lines) { scratch in
        cik_resample(
          cik_resampling(width: width, height: height, direction: direction, places: places), pixels, triangles.windows, triangles.weights,
          target.baseAddress, scratch.baseAddress, instructions)
      }
      count = newWidth * newHeight
    }
    return GrayImage(width: newWidth, height: newHeight, pixels: resampled)
  }
}
