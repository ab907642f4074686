package import Imaging

/// A picture squashed to 32 × 32 grey levels: enough to tell whether two films show one picture, too little to read either.
///
/// Files of one picture differ by size, ratio, format, compression, and by level and contrast; their miniatures correlate nonetheless.
/// Cut, turned or mirrored copies do not, and are not found.
package struct Miniature: Sendable, Hashable {
  /// Pixels of a side.
  static let side = 32

  /// Row-major, ``side``² grey levels.
  let levels: [UInt8]

  package init(of picture: GrayImage) { levels = picture.resized(width: Self.side, height: Self.side).pixels }

  /// Pearson's correlation of the grey levels, -1 to 1; 0 where one of the two is a constant.
  func correlation(with other: Miniature) -> Double {
    var (sumX, sumY, sumXX, sumYY, sumXY) = (0, 0, 0, 0, 0)
    for (x, y) in zip(levels, other.levels) {
      let (x, y) = (Int(x), Int(y))
      sumX += x
      sumY += y
      sumXX += x * x
      sumYY += y * y
      sumXY += x * y
    }
    // n² times the covariance and the variances: whole numbers, so no rounding comes into them.
    let count = levels.count
    let covariance = count * sumXY - sumX * sumY
    let variances = Double(count * sumXX - sumX * sumX) * Double(count * sumYY - sumY * sumY)
    return variances > 0 ? Double(covariance) / variances.squareRoot() : 0
  }
}
