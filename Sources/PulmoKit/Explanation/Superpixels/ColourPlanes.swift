import Imaging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A film as ``SLIC`` compares it: L\*a\*b\* over the compactness, smoothed.
struct ColourPlanes {
  let width: Int
  let height: Int
  private(set) var values: [Double]  // [height, width, 3]

  /// - Parameters:
  ///   - film: stretched so that its darkest level is black and its brightest white.
  ///   - compactness: what the colours are divided by.
  ///   - smoothing: the Gaussian's standard deviation in pixels; 0 leaves the film alone.
  init(of film: GrayImage, compactness: Double, smoothing: Double) {
    width = film.width
    height = film.height
    let level = 1 / 255.0
    let darkest = Double(film.pixels.min() ?? 0) * level
    let brightest = Double(film.pixels.max() ?? 0) * level
    let colours = (0..<256).map { grey in
      LabColour(grey: max(0, (Double(grey) * level - darkest) / (brightest > darkest ? brightest - darkest : 1)))
    }
    values = []
    values.reserveCapacity(3 * film.pixels.count)
    for grey in film.pixels {
      let colour = colours[Int(grey)]
      values.append(colour.lightness)
      values.append(colour.a)
      values.append(colour.b)
    }
    if smoothing > 0 {
      let weights = Self.gaussian(smoothing)
      smooth(weights, side: height, stride: 3 * width)
      smooth(weights, side: width, stride: 3)
    }
    for index in values.indices { values[index] *= 1 / compactness }
  }

  /// The Gaussian's weights at 0, 1, … up to 4 standard deviations; with those of the other side they sum to 1.
  private static func gaussian(_ deviation: Double) -> [Double] {
    let heights = (0...Int(4 * deviation + 0.5)).map { exp(-0.5 / (deviation * deviation) * Double($0 * $0)) }
    let total = heights.dropFirst().reduce(0, +) * 2 + heights[0]
    return heights.map { $0 / total }
  }

  /// Convolves along one axis; beyond an edge the picture is mirrored, the edge's pixel twice.
  private mutating func smooth(_ weights: [Double], side: Int, stride: Int) {
    let source = values
    values.withUnsafeMutableBufferPointer { values in
      source.withUnsafeBufferPointer { source in
        for index in source.indices {
          let place = index / stride % side
          let start = index - place * stride
          func value(_ place: Int) -> Double {
            let folded = ((place % (2 * side)) + 2 * side) % (2 * side)
            return source[start + min(folded, 2 * side - 1 - folded) * stride]
          }
          var sum = source[index] * weights[0]
          for tap in (1..<weights.count).reversed() { sum += (value(place - tap) + value(place + tap)) * weights[tap] }
          values[index] = sum
        }
      }
    }
  }
}
