#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Goals, in order: the formula within half a grey level, rounded once at the end; the same bits on every machine; speed.

extension GrayImage {
  /// The picture under a Gaussian: each pixel is the mean of those around it, weighted by `exp(-d² / 2σ²)` of their distance d.
  ///
  /// Weights end at 4 σ and sum to 1, so the picture's mean stays; beyond the edge the edge's own pixels go on. It is what SciPy's
  /// `ndimage.gaussian_filter(mode="nearest")` computes, rounded to the nearest level.
  /// - Parameter standardDeviation: σ in pixels, 0 to 100; 0 leaves the picture alone.
  public func blurred(standardDeviation: Double) -> GrayImage {
    precondition((0...100).contains(standardDeviation), "a blur of \(standardDeviation) pixels is not in 0...100")
    let weights = Self.gaussian(standardDeviation)
    guard weights.count > 1 else { return self }
    let radius = weights.count / 2
    let blurred = [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
      var line = [Float](repeating: 0, count: width + 2 * radius)  // [radius + width + radius]
      var sums = [Float](repeating: 0, count: width)
      pixels.withUnsafeBufferPointer { source in
        line.withUnsafeMutableBufferPointer { line in
          sums.withUnsafeMutableBufferPointer { sums in
            for y in 0..<height {
              line.update(repeating: 0)
              for (tap, weight) in weights.enumerated() {
                let row = min(max(y + tap - radius, 0), height - 1) * width
                for x in 0..<width { line[radius + x] += weight * Float(source[row + x]) }
              }
              for x in 0..<radius {
                line[x] = line[radius]
                line[radius + width + x] = line[radius + width - 1]
              }
              sums.update(repeating: 0)
              for (tap, weight) in weights.enumerated() {
                for x in 0..<width { sums[x] += weight * line[tap + x] }
              }
              for x in 0..<width { target[y * width + x] = UInt8(min(255, sums[x]) + 0.5) }
            }
          }
        }
      }
      count = width * height
    }
    return GrayImage(width: width, height: height, pixels: blurred)
  }

  /// The weights from -4 σ to 4 σ, 1 in sum.
  private static func gaussian(_ deviation: Double) -> [Float] {
    let radius = Int(4 * deviation + 0.5)
    guard radius > 0 else { return [1] }
    let heights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * deviation * deviation)) }
    let total = heights.reduce(0, +)
    return heights.map { Float($0 / total) }
  }
}
