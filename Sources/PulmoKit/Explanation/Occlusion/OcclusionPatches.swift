/// The places of a square patch that slides over a picture until every pixel was covered.
struct OcclusionPatches: Sendable {
  let width: Int
  let height: Int
  /// Pixels, no more than the shorter side has.
  let side: Int
  /// The first row and column of each place, row by row from the top.
  let corners: [(row: Int, column: Int)]

  /// - Parameters:
  ///   - width: the picture's, pixels.
  ///   - height: the picture's, pixels.
  ///   - fraction: the patch's side, of the picture's shorter one, above 0 and at most 1.
  init(width: Int, height: Int, fraction: Double) {
    precondition(fraction > 0 && fraction <= 1, "a patch of \(fraction) of a side")
    let side = max(1, Int((fraction * Double(min(width, height))).rounded()))
    // Half a side on each time, and the last at the edge.
    func starts(_ length: Int) -> [Int] {
      let starts = Array(stride(from: 0, to: length - side, by: max(1, side / 2)))
      return starts + [length - side]
    }
    self.width = width
    self.height = height
    self.side = side
    corners = starts(height).flatMap { row in starts(width).map { (row, $0) } }
  }

  /// At each pixel the mean of the numbers of the places that cover it.
  /// - Parameter numbers: one of each place.
  func means(_ numbers: [Double]) -> Heatmap {
    precondition(numbers.count == corners.count, "\(numbers.count) numbers for \(corners.count) places")
    var sums = [Double](repeating: 0, count: width * height)
    var counts = [Double](repeating: 0, count: width * height)
    for (corner, number) in zip(corners, numbers) {
      for row in corner.row..<corner.row + side {
        for pixel in row * width + corner.column..<row * width + corner.column + side {
          sums[pixel] += number
          counts[pixel] += 1
        }
      }
    }
    return Heatmap(width: width, height: height, values: zip(sums, counts).map { Float($0 / $1) })
  }
}
