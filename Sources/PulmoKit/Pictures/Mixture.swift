import Imaging

/// What one draw of a ``Mixing`` does to one picture.
struct Mixture: Sendable, Hashable {
  struct Point: Sendable, Hashable {
    /// Fractions of width and height, from the upper left.
    var x: Float
    var y: Float
  }

  /// Pick the partner: its class where classes are drawn first, and the film.
  let classKey: UInt64
  let partnerKey: UInt64
  /// The seed of the partner's augmentation.
  let augmentationSeed: UInt64
  /// The share that was drawn for the partner, `0 ... 1`.
  let share: Float
  /// The centre of the partner's rectangle; nil blends every pixel.
  let cut: Point?

  /// Blends `partner` into `picture`, which is of the same size.
  /// - Returns: the partner's share in the result: of a rectangle, what is left of it inside the picture.
  func blend(_ partner: GrayImage, into picture: inout GrayImage) -> Float {
    precondition(partner.width == picture.width && partner.height == picture.height, "pictures of two sizes are not mixed")
    guard let cut else {
      let share = share
      picture.pixels.withUnsafeMutableBufferPointer { pixels in
        for (index, level) in partner.pixels.enumerated() {
          let own = Float(pixels[index])
          pixels[index] = grayLevel(own + share * (Float(level) - own))
        }
      }
      return share
    }
    let columns = Self.extent(of: picture.width, side: share.squareRoot(), centre: cut.x)
    let rows = Self.extent(of: picture.height, side: share.squareRoot(), centre: cut.y)
    let stride = picture.width
    picture.pixels.withUnsafeMutableBufferPointer { pixels in
      for row in rows { for column in columns { pixels[row * stride + column] = partner.pixels[row * stride + column] } }
    }
    return Float(rows.count * columns.count) / Float(picture.pixels.count)
  }

  /// The pixels of a side that lie within `side` of its length about `centre`.
  private static func extent(of length: Int, side: Float, centre: Float) -> Range<Int> {
    let count = Int((side * Float(length)).rounded())
    let start = Int((centre * Float(length)).rounded(.down)) - count / 2
    return max(0, start)..<min(length, start + count)
  }
}
