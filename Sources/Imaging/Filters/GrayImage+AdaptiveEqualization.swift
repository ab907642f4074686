// Goals, in order: the levels that OpenCV's CLAHE gives; the same bits on every machine; speed.

extension GrayImage {
  /// The picture with its contrast made alike everywhere: contrast-limited adaptive histogram equalisation (CLAHE; Zuiderveld, "Contrast Limited
  /// Adaptive Histogram Equalization", Graphics Gems IV, 1994).
  ///
  /// The picture is cut into `tiles` × `tiles` equal tiles. The curve of a tile is the distribution function of its levels, each level counted at
  /// most `clipLimit` times as often as the mean level and what was cut off shared out evenly, so that no contrast grows by more than a factor of
  /// `clipLimit` + 1. A pixel takes the mean of the curves of the four nearest tiles, by its distance from their centres. Where the
  /// sides are no multiples of `tiles`, the picture goes on mirrored at its right and lower edge. It is what OpenCV's `createCLAHE` gives, except
  /// where one side is a multiple and the other is not: OpenCV then mirrors `tiles` lines more at the first too.
  /// - Parameters:
  ///   - tiles: along each side, at least 1 and at most the shorter side.
  ///   - clipLimit: times the mean count of a level, above 0; from 256 on nothing is cut off.
  /// - Returns: a picture of the same size.
  public func adaptivelyEqualized(tiles: Int, clipLimit: Double) -> GrayImage {
    precondition(tiles >= 1 && tiles <= min(width, height), "\(tiles) tiles do not fit along a side of \(min(width, height)) pixels")
    precondition(clipLimit > 0, "a clip limit of \(clipLimit) is not above 0")
    let (tileWidth, tileHeight) = ((width + tiles - 1) / tiles, (height + tiles - 1) / tiles)
    var curves: [Float] = []  // [tiles, tiles, 256]
    curves.reserveCapacity(tiles * tiles * 256)
    for row in 0..<tiles {
      for column in 0..<tiles {
        let counts = levelCounts(rows: row * tileHeight..<(row + 1) * tileHeight, columns: column * tileWidth..<(column + 1) * tileWidth)
        curves += Self.curve(of: counts, clipLimit: clipLimit)
      }
    }
    let horizontal = Neighbours.along(width, tile: tileWidth, of: tiles)
    let vertical = Neighbours.along(height, tile: tileHeight, of: tiles)
    let levels = [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
      curves.withUnsafeBufferPointer { curves in
        pixels.withUnsafeBufferPointer { pixels in
          for (y, down) in vertical.enumerated() {
            let (upper, lower) = (down.first * tiles * 256, down.second * tiles * 256)
            for (x, across) in horizontal.enumerated() {
              let level = Int(pixels[y * width + x])
              let (left, right) = (across.first * 256 + level, across.second * 256 + level)
              let above = curves[upper + left] * (1 - across.share) + curves[upper + right] * across.share
              let below = curves[lower + left] * (1 - across.share) + curves[lower + right] * across.share
              target[y * width + x] = UInt8((above * (1 - down.share) + below * down.share).rounded(.toNearestOrEven))
            }
          }
        }
      }
      count = width * height
    }
    return GrayImage(width: width, height: height, pixels: levels)
  }

  /// How often each level is met in a part of the picture, which goes on mirrored beyond its right and lower edge.
  private func levelCounts(rows: Range<Int>, columns: Range<Int>) -> [Int] {
    func mirrored(_ place: Int, _ side: Int) -> Int {
      guard place >= side, side > 1 else { return min(place, side - 1) }
      let turn = place % (2 * side - 2)
      return min(turn, 2 * side - 2 - turn)
    }
    var counts = [Int](repeating: 0, count: 256)
    for row in rows {
      let line = mirrored(row, height) * width
      for column in columns { counts[Int(pixels[line + mirrored(column, width)])] += 1 }
    }
    return counts
  }

  /// The level, 0 to 255, that each of the 256 levels becomes in a tile.
  private static func curve(of counts: [Int], clipLimit: Double) -> [Float] {
    let total = counts.reduce(0, +)
    let most = max(1, Int(min(clipLimit, 256) * Double(total) / 256))
    var counts = counts
    var cut = 0
    for level in 0..<256 where counts[level] > most {
      cut += counts[level] - most
      counts[level] = most
    }
    let (each, rest) = (cut / 256, cut % 256)
    for level in 0..<256 { counts[level] += each }
    for extra in 0..<rest { counts[extra * max(1, 256 / rest)] += 1 }
    let scale = 255 / Float(total)
    var sum = 0
    return counts.map { count in
      sum += count
      return min(255, (Float(sum) * scale).rounded(.toNearestOrEven))
    }
  }
}

/// The two tiles between whose centres a row or a column of pixels lies, and the second one's share of it.
private struct Neighbours {
  let first: Int
  let second: Int
  let share: Float

  /// Those of each pixel along a side.
  static func along(_ side: Int, tile: Int, of tiles: Int) -> [Neighbours] {
    let unit = 1 / Float(tile)
    return (0..<side).map { place in
      let position = Float(place) * unit - 0.5
      let first = position.rounded(.down)
      return Neighbours(first: max(Int(first), 0), second: min(Int(first) + 1, tiles - 1), share: position - first)
    }
  }
}
