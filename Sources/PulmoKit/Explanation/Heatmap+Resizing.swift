extension Heatmap {
  /// The heatmap at another size, bilinearly: a pixel's centre is put where it lies in this heatmap, and gets the four pixels around it by
  /// their nearness. Beyond the outermost centres the outermost pixels go on.
  ///
  /// ```
  /// x = (x′ + ½) · width / width′ - ½, held within 0 … width - 1; y alike
  /// ```
  /// This is OpenCV's `INTER_LINEAR` and PyTorch's `interpolate(mode="bilinear", align_corners=False)`. Made for enlarging: to shrink, it passes
  /// over pixels.
  /// - Parameters:
  ///   - width: pixels, at least 1.
  ///   - height: pixels, at least 1.
  public func resized(width: Int, height: Int) -> Heatmap {
    precondition(
      width > 0 && height > 0 && !values.isEmpty, "a heatmap of \(self.width)×\(self.height) cannot become one of \(width)×\(height)")
    let columns = Self.places(width, in: self.width)
    let values = Self.places(height, in: self.height).flatMap { row in
      columns.map { column in
        let (top, bottom) = (row.first * self.width, row.second * self.width)
        let above = Self.blend(self.values[top + column.first], self.values[top + column.second], column.share)
        let below = Self.blend(self.values[bottom + column.first], self.values[bottom + column.second], column.share)
        return Float(above + (below - above) * row.share)
      }
    }
    return Heatmap(width: width, height: height, values: values)
  }

  private static func blend(_ first: Float, _ second: Float, _ share: Double) -> Double {
    Double(first) + (Double(second) - Double(first)) * share
  }

  /// The two pixels, of `length` in a row, that each of `count` lies between, and the share of the second.
  private static func places(_ count: Int, in length: Int) -> [(first: Int, second: Int, share: Double)] {
    (0..<count).map { index in
      let place = min(max((Double(index) + 0.5) * Double(length) / Double(count) - 0.5, 0), Double(length - 1))
      let first = Int(place)
      return (first, min(first + 1, length - 1), place - Double(first))
    }
  }
}
