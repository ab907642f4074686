import Imaging

/// What stands out bright on a film: letters, leads, electrodes, and edges of bone and skin with them.
///
/// A pixel is part of a mark where it is 60 levels or more above the mean of the 31×31 pixels around it, cut off at the film's edges. Marks are
/// grown by two pixels, over their blurred rims. Where lungs lie the caller takes them out again: ribs stand out too.
struct BrightMarks {
  static let leastContrast = 60
  static let reach = 15
  static let growth = 2

  let pixels: HiddenPixels

  /// - Parameter picture: of 224×224 pixels.
  init(on picture: GrayImage) {
    let side = Corruption.side
    let sums = Self.summedTable(of: picture)
    var marks = HiddenPixels()
    for row in 0..<side {
      let (top, bottom) = (max(0, row - Self.reach), min(side, row + Self.reach + 1))
      for column in 0..<side {
        let (left, right) = (max(0, column - Self.reach), min(side, column + Self.reach + 1))
        let sum =
          sums[bottom * (side + 1) + right] - sums[top * (side + 1) + right] - sums[bottom * (side + 1) + left]
          + sums[top * (side + 1) + left]
        let area = (bottom - top) * (right - left)
        guard (Int(picture.pixels[row * side + column]) - Self.leastContrast) * area >= sum else { continue }
        marks.hide(
          columns: max(0, column - Self.growth)..<min(side, column + Self.growth + 1),
          rows: max(0, row - Self.growth)..<min(side, row + Self.growth + 1))
      }
    }
    pixels = marks
  }

  /// `[225, 225]`: at (row, column) the sum of all levels above and to the left.
  private static func summedTable(of picture: GrayImage) -> [Int] {
    let side = Corruption.side
    var sums = [Int](repeating: 0, count: (side + 1) * (side + 1))
    for row in 0..<side {
      var line = 0
      for column in 0..<side {
        line += Int(picture.pixels[row * side + column])
        sums[(row + 1) * (side + 1) + column + 1] = sums[row * (side + 1) + column + 1] + line
      }
    }
    return sums
  }
}
