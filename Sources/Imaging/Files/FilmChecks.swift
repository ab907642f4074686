import CImageCodecs

/// How far the red, green and blue levels of each pixel lie apart.
struct ColourStatistics {
  /// Pixels counted by max(R, G, B) - min(R, G, B), 0...255.
  let spread: [UInt64]

  init(_ colour: cic_colour) {
    spread = withUnsafeBytes(of: colour.spread) { Array($0.bindMemory(to: UInt64.self)) }
  }

  var pixels: UInt64 { spread.reduce(0, +) }

  /// The mean spread in grey levels.
  var mean: Double {
    var sum: UInt64 = 0
    for (level, count) in spread.enumerated() { sum += UInt64(level) * count }
    return Double(sum) / Double(max(pixels, 1))
  }

  /// The share of pixels spread more than ``GrayImage/colourfulSpread``.
  var colourfulShare: Double { Double(spread[(GrayImage.colourfulSpread + 1)...].reduce(0, +)) / Double(max(pixels, 1)) }
}

extension GrayImage {
  /// A pixel whose red, green and blue lie further apart than this many levels is colourful. A grey film saved in colour has spread 0; what
  /// a colour-managed export or JPEG's rounding adds stays below 10.
  static let colourfulSpread = 24

  /// A picture is refused as a colour photograph when more than 1% of its pixels are colourful, or when its pixels' red, green and blue lie
  /// more than 6 levels apart on average (a tinted picture).
  static let colourRule = (share: 0.01, meanSpread: 6.0)

  /// A picture is refused as nearly constant when the middle 98% of its pixels span fewer grey levels than this. Among 5,400 films of the
  /// Kermany set the narrowest spans 85.
  static let nearlyConstantRule = 16

  /// - Throws: when the picture cannot be a film: colour, or (nearly) one level throughout.
  func requireFilm(_ colour: ColourStatistics, bits: Int, path: String) throws(ImagingError) {
    let share = colour.colourfulShare
    guard share <= Self.colourRule.share, colour.mean <= Self.colourRule.meanSpread else {
      throw ImagingError(
        path: path,
        reason:
          "this is a colour picture: \(Int((share * 100).rounded()))% of its pixels are coloured, and a film is grey; give the film itself"
      )
    }
    let span = middleSpan
    guard span >= Self.nearlyConstantRule else {
      let hint = bits == 16 ? "; if its levels use fewer than 16 bits, stretch them to the full range first" : "; is it the right file?"
      throw ImagingError(
        path: path,
        reason: "the picture is nearly constant: 98% of its pixels lie within \(span) grey levels, and a film spans at least "
          + "\(Self.nearlyConstantRule)\(hint)")
    }
  }

  /// The grey levels between the 1st and the 99th percentile.
  var middleSpan: Int {
    let histogram = histogram()
    let tail = pixels.count / 100
    func level(_ order: some Sequence<Int>) -> Int {
      var seen = 0
      for level in order {
        seen += histogram[level]
        if seen > tail { return level }
      }
      return 0
    }
    return level((0...255).reversed()) - level(0...255)
  }

  /// How many pixels have each level, 0...255.
  private func histogram() -> [Int] {
    // Two tables: neighbours are often equal, and an increment would wait for the one before it.
    var even = [Int](repeating: 0, count: 256), odd = even
    pixels.withUnsafeBufferPointer { pixels in
      even.withUnsafeMutableBufferPointer { even in
        odd.withUnsafeMutableBufferPointer { odd in
          for pair in 0..<(pixels.count / 2) {
            even[Int(pixels[2 &* pair])] &+= 1
            odd[Int(pixels[2 &* pair &+ 1])] &+= 1
          }
        }
      }
    }
    if pixels.count % 2 == 1, let last = pixels.last { even[Int(last)] += 1 }
    return zip(even, odd).map(+)
  }
}
