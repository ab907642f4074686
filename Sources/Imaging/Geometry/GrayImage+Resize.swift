// Goals, in order: the same bits as Pillow's Image.resize(size, Image.Resampling.BILINEAR) for 8-bit grey pictures; speed on the baseline
// processor. Pillow's way (src/libImaging/Resample.c): each axis on its own, along the rows first, weights in fixed point, and the picture
// between the two passes rounded to 8 bits. (Pillow 13 goes along the columns first for some sizes, which moves single pixels by one level.)

extension GrayImage {
  /// The whole picture squashed or stretched to `width` × `height`, antialiased.
  ///
  /// Each pixel of the result is the mean of the source under a triangle as wide as two source pixels, or, where the picture shrinks, two result
  /// pixels. Ratios are not kept and nothing is cut off. The result is that of Pillow's `resize((width, height), Resampling.BILINEAR)`.
  /// - Parameters:
  ///   - width: at least 1.
  ///   - height: at least 1.
  public func resized(width: Int, height: Int) -> GrayImage {
    precondition(width > 0 && height > 0, "a picture cannot be resized to \(width)×\(height)")
    var picture = self
    if width != picture.width { picture = picture.widthResampled(TriangleWeights(from: self.width, to: width)) }
    if height != picture.height { picture = picture.heightResampled(TriangleWeights(from: self.height, to: height)) }
    return picture
  }

  private func widthResampled(_ weights: TriangleWeights) -> GrayImage {
    let newWidth = weights.starts.count
    let resampled = [UInt8](unsafeUninitializedCapacity: newWidth * height) { target, count in
      pixels.withUnsafeBufferPointer { source in
        weights.values.withUnsafeBufferPointer { values in
          for y in 0..<height {
            let row = y &* width
            for x in 0..<newWidth {
              let start = row &+ weights.starts[x], first = x &* weights.capacity
              var sum = TriangleWeights.half
              for tap in 0..<weights.counts[x] { sum &+= Int32(source[start &+ tap]) &* values[first &+ tap] }
              target[y &* newWidth &+ x] = TriangleWeights.level(sum)
            }
          }
        }
      }
      count = newWidth * height
    }
    return GrayImage(width: newWidth, height: height, pixels: resampled)
  }

  /// Whole rows are added up at a time, which the compiler turns into vector instructions.
  private func heightResampled(_ weights: TriangleWeights) -> GrayImage {
    let newHeight = weights.starts.count
    var sums = [Int32](repeating: 0, count: width)
    let resampled = [UInt8](unsafeUninitializedCapacity: width * newHeight) { target, count in
      pixels.withUnsafeBufferPointer { source in
        sums.withUnsafeMutableBufferPointer { sums in
          for y in 0..<newHeight {
            sums.update(repeating: TriangleWeights.half)
            for tap in 0..<weights.counts[y] {
              let row = (weights.starts[y] &+ tap) &* width
              let weight = weights.values[y &* weights.capacity &+ tap]
              for x in 0..<width { sums[x] &+= Int32(source[row &+ x]) &* weight }
            }
            for x in 0..<width { target[y &* width &+ x] = TriangleWeights.level(sums[x]) }
          }
        }
      }
      count = width * newHeight
    }
    return GrayImage(width: width, height: newHeight, pixels: resampled)
  }
}

/// For every place of a resampled axis, which source places it draws on and how much of each.
private struct TriangleWeights {
  /// Bits after the point: 8 for a level, 2 to spare for sums, 22 of Int32's 32 for the weight.
  static let fractionBits: Int32 = 22
  static let half: Int32 = 1 << (fractionBits - 1)

  /// The level of a sum of weighted levels that began at `half`.
  static func level(_ sum: Int32) -> UInt8 { UInt8(truncatingIfNeeded: min(max(sum >> fractionBits, 0), 255)) }

  /// The first source place of each.
  private(set) var starts: [Int] = []
  /// How many source places of each.
  private(set) var counts: [Int] = []
  /// `[places, capacity]`, each row's weights summing to 1 « ``fractionBits`` but for rounding.
  private(set) var values: [Int32] = []
  let capacity: Int

  init(from size: Int, to newSize: Int) {
    let scale = Double(size) / Double(newSize)
    let support = max(scale, 1)
    capacity = Int(support.rounded(.up)) * 2 + 1
    for place in 0..<newSize {
      let center = (Double(place) + 0.5) * scale
      let start = max(Int(center - support + 0.5), 0)
      let end = min(Int(center + support + 0.5), size)
      var weights = (start..<end).map { max(1 - abs((Double($0) - center + 0.5) / support), 0) }
      let total = weights.reduce(0, +)
      if total != 0 { weights = weights.map { $0 / total } }
      starts.append(start)
      counts.append(end - start)
      values += weights.map { Int32($0 * Double(1 << Self.fractionBits) + 0.5) }
      values += repeatElement(0, count: capacity - weights.count)
    }
  }
}
