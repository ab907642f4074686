// Goals, in order: agreement with the float64 formula within one grey level; no read outside the picture, whatever the transform; speed on
// the baseline processor.

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
  ///   - fill: what stands where nothing came from. With `.black` the outermost pixels fade to black over one pixel.
  public func warped(by transform: AffineTransform2D, fill: Fill) -> GrayImage {
    guard let back = transform.inverse else { preconditionFailure("\(transform) has no inverse") }
    let center = (x: Double(width - 1) / 2, y: Double(height - 1) / 2)
    let warped = [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
      pixels.withUnsafeBufferPointer { source in
        for y in 0..<height {
          let start = back(x: -center.x, y: Double(y) - center.y)
          let line = SourceLine(x: start.x + center.x, y: start.y + center.y, stepX: back.a, stepY: back.c)
          let fixed = FixedLine(line, columns: width)
          let inside = fixed?.columnsInside(width, height) ?? 0..<0
          let row = y * width
          for x in 0..<inside.lowerBound { target[row + x] = edgeLevel(line, x, source, fill) }
          fixed?.interpolate(source, width, into: target, at: row, columns: inside)
          for x in inside.upperBound..<width { target[row + x] = edgeLevel(line, x, source, fill) }
        }
      }
      count = width * height
    }
    return GrayImage(width: width, height: height, pixels: warped)
  }

  /// The level at a place that may lie on or outside the picture's edge.
  private func edgeLevel(_ line: SourceLine, _ column: Int, _ source: UnsafeBufferPointer<UInt8>, _ fill: Fill) -> UInt8 {
    // Further than a pixel outside, all four neighbours are fill anyway. A comparison with NaN is false and leads to the lower bound.
    func clamped(_ place: Double, _ size: Int) -> Double { place > -1 ? (place < Double(size) ? place : Double(size)) : -1 }
    let x = clamped(line.x + Double(column) * line.stepX, width), y = clamped(line.y + Double(column) * line.stepY, height)
    let left = Int(x.rounded(.down)), top = Int(y.rounded(.down))
    func level(_ column: Int, _ row: Int) -> Double {
      if fill == .black && !(0..<width ~= column && 0..<height ~= row) { return 0 }
      return Double(source[min(max(row, 0), height - 1) * width + min(max(column, 0), width - 1)])
    }
    let right = x - Double(left), below = y - Double(top)
    let upper = level(left, top) + right * (level(left + 1, top) - level(left, top))
    let lower = level(left, top + 1) + right * (level(left + 1, top + 1) - level(left, top + 1))
    return UInt8(upper + below * (lower - upper) + 0.5)
  }
}

/// The straight line of source places along one row of the result: column x looks at `(self.x + x·stepX, y + x·stepY)`.
private struct SourceLine {
  let x: Double
  let y: Double
  let stepX: Double
  let stepY: Double
}

/// A ``SourceLine`` in fixed point, 32 bits after the point.
private struct FixedLine {
  private let x: Int
  private let y: Int
  private let stepX: Int
  private let stepY: Int

  /// Nil where a place of the row would overflow (or is not a number): such places are far outside every picture.
  init?(_ line: SourceLine, columns: Int) {
    let bound = 0x1p30
    let far = (x: line.x + Double(columns) * line.stepX, y: line.y + Double(columns) * line.stepY)
    guard abs(line.x) < bound, abs(line.y) < bound, abs(far.x) < bound, abs(far.y) < bound else { return nil }
    x = Int((line.x * 0x1p32).rounded())
    y = Int((line.y * 0x1p32).rounded())
    stepX = Int((line.stepX * 0x1p32).rounded())
    stepY = Int((line.stepY * 0x1p32).rounded())
  }

  /// The columns, of `width`, whose four neighbours all lie in a picture of `width` × `height`.
  func columnsInside(_ width: Int, _ height: Int) -> Range<Int> {
    let columns = Self.columns(width, from: x, step: stepX, size: width).clamped(
      to: Self.columns(width, from: y, step: stepY, size: height))
    return columns.isEmpty ? 0..<0 : columns
  }

  /// The columns x of 0..<count with `0 ≤ place + x·step < size - 1`.
  private static func columns(_ count: Int, from place: Int, step: Int, size: Int) -> Range<Int> {
    let limit = (size - 1) << 32
    if step == 0 { return 0..<(0..<limit ~= place ? count : 0) }
    // A falling line rises when seen from the limit.
    let (place, step) = step > 0 ? (place, step) : (limit - 1 - place, -step)
    func firstColumn(reaching bound: Int) -> Int { bound <= place ? 0 : min((bound - place + step - 1) / step, count) }
    return firstColumn(reaching: 0)..<firstColumn(reaching: limit)
  }

  /// Bilinear levels of `columns`, all of them inside. Weights have 11 bits: with 8 bits of level and two weights a sum fills 30 bits.
  func interpolate(
    _ source: UnsafeBufferPointer<UInt8>, _ width: Int, into target: UnsafeMutableBufferPointer<UInt8>, at row: Int, columns: Range<Int>
  ) {
    var x = self.x &+ columns.lowerBound &* stepX, y = self.y &+ columns.lowerBound &* stepY
    for column in columns {
      let corner = (y >> 32) &* width &+ (x >> 32)
      let right = Int32(truncatingIfNeeded: x >> 21) & 0x7FF, below = Int32(truncatingIfNeeded: y >> 21) & 0x7FF
      let topLeft = Int32(source[corner]), topRight = Int32(source[corner &+ 1])
      let bottomLeft = Int32(source[corner &+ width]), bottomRight = Int32(source[corner &+ width &+ 1])
      let top = topLeft << 11 &+ right &* (topRight &- topLeft)
      let bottom = bottomLeft << 11 &+ right &* (bottomRight &- bottomLeft)
      target[row &+ column] = UInt8(truncatingIfNeeded: (top << 11 &+ below &* (bottom &- top) &+ 1 << 21) >> 22)
      x &+= stepX
      y &+= stepY
    }
  }
}
