/// Where superpixels, or groups of them, meet.
///
/// A pixel lies on a boundary where a neighbour above, below, to the left or to the right has another label: two pixels for each border, as
/// `skimage.segmentation.find_boundaries` finds them in its mode `thick`.
struct SuperpixelBoundaries {
  /// Row by row from the top.
  let isBoundary: [Bool]

  /// - Parameters:
  ///   - labels: a number a pixel, row by row from the top.
  ///   - width: pixels.
  ///   - thickness: 1 for the two pixels; more widens the line by so many rings of neighbours, for large pictures.
  init(of labels: [Int32], width: Int, thickness: Int = 1) {
    let height = labels.count / width
    func anyNeighbor(_ isOther: (_ pixel: Int, _ neighbor: Int) -> Bool) -> [Bool] {
      var marks = [Bool](repeating: false, count: labels.count)
      for row in 0..<height {
        for column in 0..<width {
          let pixel = row * width + column
          marks[pixel] =
            column > 0 && isOther(pixel, pixel - 1) || column + 1 < width && isOther(pixel, pixel + 1)
            || row > 0 && isOther(pixel, pixel - width) || row + 1 < height && isOther(pixel, pixel + width)
        }
      }
      return marks
    }
    var marks = anyNeighbor { labels[$0] != labels[$1] }
    for _ in 1..<max(thickness, 1) {
      let thinner = marks
      marks = anyNeighbor { thinner[$0] || thinner[$1] }
    }
    isBoundary = marks
  }
}
