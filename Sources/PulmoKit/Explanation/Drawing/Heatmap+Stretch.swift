extension Heatmap {
  /// The heatmap at another size, between its pixels along straight lines.
  /// - Parameters:
  ///   - width: pixels, at least 1.
  ///   - height: pixels, at least 1.
  func stretched(width: Int, height: Int) -> Heatmap {
    let across = AxisStretch(from: self.width, to: width).between
    let down = AxisStretch(from: self.height, to: height).between
    var stretched: [Float] = []
    stretched.reserveCapacity(width * height)
    for row in down {
      let (upper, lower) = (row.first * self.width, row.second * self.width)
      for column in across {
        let above = values[upper + column.first] + (values[upper + column.second] - values[upper + column.first]) * column.fraction
        let below = values[lower + column.first] + (values[lower + column.second] - values[lower + column.first]) * column.fraction
        stretched.append(above + (below - above) * row.fraction)
      }
    }
    return Heatmap(width: width, height: height, values: stretched)
  }
}
