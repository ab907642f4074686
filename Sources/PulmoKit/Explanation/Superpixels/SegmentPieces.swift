/// Makes superpixels hang together: each connected piece of a segment becomes a superpixel, small ones join a neighbour.
///
/// Pieces are found from the top left, over the four neighbours of a pixel. Source: the last step of `skimage.segmentation.slic`.
struct SegmentPieces {
  /// Smaller pieces, in pixels, join the neighbour that was met last; the first piece of the picture stays, and the next takes it in.
  let least: Int
  /// A piece is cut at this many pixels, at least 1.
  let most: Int

  func joined(_ segments: [Int32], width: Int, height: Int) -> Superpixels {
    let none: Int32 = -1
    var labels = [Int32](repeating: none, count: segments.count)
    var piece = [Int](repeating: 0, count: min(most, segments.count))
    var next: Int32 = 0
    for first in segments.indices where labels[first] == none {
      var neighbour = next
      var (visited, size) = (0, 1)
      labels[first] = next
      piece[0] = first
      while visited < size, size < most {
        let (row, column) = piece[visited].quotientAndRemainder(dividingBy: width)
        for (otherRow, otherColumn) in [(row, column + 1), (row, column - 1), (row + 1, column), (row - 1, column)] {
          guard (0..<height).contains(otherRow), (0..<width).contains(otherColumn) else { continue }
          let other = otherRow * width + otherColumn
          if segments[other] == segments[first], labels[other] == none {
            labels[other] = next
            piece[size] = other
            size += 1
            if size >= most { break }
          } else if labels[other] != none, labels[other] != next {
            neighbour = labels[other]
          }
        }
        visited += 1
      }
      if size < least {
        for pixel in piece[..<size] { labels[pixel] = neighbour }
      } else {
        next += 1
      }
    }
    let count = Int(labels.max() ?? 0) + 1
    return Superpixels(width: width, height: height, labels: labels, count: count)
  }
}
