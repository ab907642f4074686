extension Superpixels {
  /// The superpixel of each pixel at another size, row by row from the top: the one that the pixel's centre lies in.
  /// - Parameters:
  ///   - width: pixels, at least 1.
  ///   - height: pixels, at least 1.
  func labels(width: Int, height: Int) -> [Int32] {
    let columns = Self.places(width, in: self.width)
    return Self.places(height, in: self.height).flatMap { row in columns.map { labels[row * self.width + $0] } }
  }

  private static func places(_ count: Int, in length: Int) -> [Int] {
    (0..<count).map { min(Int((Double($0) + 0.5) * Double(length) / Double(count)), length - 1) }
  }
}
