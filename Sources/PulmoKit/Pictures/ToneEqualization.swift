import Imaging

/// A film's own tone curve taken out: the change of grey levels that spreads those of the film's inner part evenly from black to white.
///
/// Each level becomes the share of the inner part's pixels that are darker, those of the level itself counted half (the mid-rank of its
/// distribution function): `255 · (darker + own / 2) / pixels`, rounded. A share does not change when all levels go through a curve that keeps
/// their order, so brightness, contrast, gamma and an exposure's or a printer's curve leave the result as it was, but for levels that
/// rounding or clipping had made one.
///
/// The inner part is the picture without a tenth of its width and height on each side, so that a border, the air beside the child and
/// letters along the edges have little say. Where it has one level alone there is no tone to take out, and all levels stay.
struct ToneEqualization: Sendable, Hashable {
  /// What each of the 256 grey levels becomes: never less than what a darker one does.
  let table: [UInt8]

  /// The change for `picture`.
  init(of picture: GrayImage) {
    var counts = [Int](repeating: 0, count: 256)
    let (columns, rows) = (Self.inner(of: picture.width), Self.inner(of: picture.height))
    picture.pixels.withUnsafeBufferPointer { pixels in
      counts.withUnsafeMutableBufferPointer { counts in
        for row in rows {
          for pixel in row * picture.width + columns.lowerBound..<row * picture.width + columns.upperBound {
            counts[Int(pixels[pixel])] += 1
          }
        }
      }
    }
    let total = columns.count * rows.count
    guard !counts.contains(total) else {
      table = Array(0...255)
      return
    }
    var darker = 0
    table = counts.map { own in
      let twiceTheRank = 2 * darker + own
      darker += own
      return UInt8((255 * twiceTheRank + total) / (2 * total))
    }
  }

  func apply(to picture: inout GrayImage) { picture.replaceLevels(by: table) }

  /// The places of a side, a tenth at each end left out.
  private static func inner(of side: Int) -> Range<Int> { side / 10..<side - side / 10 }
}
