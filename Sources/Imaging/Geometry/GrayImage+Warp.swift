// Goals, in order: agreement with the float64 formula within one grey level; one pass without branches for pixels inside; speed on the
// baseline processor.

extension GrayImage {
  /// What is seen where a warped picture has moved away.
  public enum Fill: String, Sendable, Hashable, Codable, CaseIterable {
    /// The nearest pixel of the edge.
    case nearest
    /// Grey level 0, as outside the collimated field.
    case black
  }

  /// The picture moved by `transform` about its centre, in a frame of the same size.
  ///
  /// Each pixel of the result looks up where it came from, `transform⁻¹`, and interpolates bilinearly between the four pixels around that place.
  /// Pixel (x, y) lies at `(x - (width - 1) / 2, y - (height - 1) / 2)` from the centre. Nothing is filtered: shrink with
  /// ``resized(width:height:)``.
  /// - Parameters:
  ///   - transform: where the content goes, in pixels from the centre, y down; must have an inverse.
  ///   - fill: what stands where nothing came from. With `.black` the outermost half pixel fades to black.
  public func warped(by transform: AffineTransform2D, fill: Fill) -> GrayImage {
    guard let back = transform.inverse else { preconditionFailure("\(transform) has no inverse") }
    // Each source position lies between the picture's pixels -1 and width (or height), framed by a ring of fill: clamped to that range,
    // every look-up of four neighbours stays inside the framed picture, and no pixel needs a test.
    let framed = framed(by: fill)
    let stride = width + 3
    let center = (x: Double(width - 1) / 2, y: Double(height - 1) / 2)
    let limit = (x: Float(width + 1), y: Float(height + 1))
    let step = (x: Float(back.a), y: Float(back.c))
    let pixels = [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
      framed.withUnsafeBufferPointer { source in
        for y in 0..<height {
          let start = back(x: -center.x, y: Double(y) - center.y)
          // Positions in the framed picture, whose pixel (1, 1) is this picture's (0, 0).
          let first = (x: Float(start.x + center.x + 1), y: Float(start.y + center.y + 1))
          for x in 0..<width {
            let sourceX = min(max(first.x + Float(x) * step.x, 0), limit.x)
            let sourceY = min(max(first.y + Float(x) * step.y, 0), limit.y)
            let column = Int(Int32(sourceX)), row = Int(Int32(sourceY))
            let right = sourceX - Float(column), below = sourceY - Float(row)
            let corner = row &* stride &+ column
            let topLeft = Float(source[corner]), topRight = Float(source[corner &+ 1])
            let bottomLeft = Float(source[corner &+ stride]), bottomRight = Float(source[corner &+ stride &+ 1])
            let top = topLeft + right * (topRight - topLeft)
            let bottom = bottomLeft + right * (bottomRight - bottomLeft)
            target[y &* width &+ x] = UInt8(truncatingIfNeeded: Int32(top + below * (bottom - top) + 0.5))
          }
        }
      }
      count = width * height
    }
    return GrayImage(width: width, height: height, pixels: pixels)
  }

  /// The picture with one ring of `fill` around it, and one more column and row for the neighbours of the last: `[height + 3, width + 3]`.
  private func framed(by fill: Fill) -> [UInt8] {
    let stride = width + 3
    var framed = [UInt8](repeating: 0, count: stride * (height + 3))
    for row in 0..<(height + 3) {
      if fill == .black && !(1...height).contains(row) { continue }
      let source = min(max(row - 1, 0), height - 1) * width
      let target = row * stride
      for x in 0..<width { framed[target + 1 + x] = pixels[source + x] }
      if fill == .nearest {
        framed[target] = pixels[source]
        framed[target + width + 1] = pixels[source + width - 1]
        framed[target + width + 2] = pixels[source + width - 1]
      }
    }
    return framed
  }
}
