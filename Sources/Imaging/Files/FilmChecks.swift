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
    let span = middleSpan(enough: Self.nearlyConstantRule)
    guard span >= Self.nearlyConstantRule else {
      let hint = bits == 16 ? "; if its levels use fewer than 16 bits, stretch them to the full range first" : "; is it the right file?"
      throw ImagingError(
        path: path,
        reason: "the picture is nearly constant: 98% of its pixels lie within \(span) grey levels, and a film spans at least "
          + "\(Self.nearlyConstantRule)\(hint)")
    }
  }

  /// The grey levels between the 1st and the 99th percentile, exact where they are fewer than `enough`; a wider span may be given as any number
  /// from `enough` up to it.
  ///
  /// Rows are counted in eight rounds, every eighth row at a time. Each pixel more can only lower the one percentile and raise the other, so the
  /// count ends with the round whose span is enough: a film's first.
  func middleSpan(enough: Int) -> Int {
    let rounds = 8
    var histogram = Histogram()
    var span = 0
    for round in 0..<rounds where span < enough {
      histogram.count(rows: stride(from: round, to: height, by: rounds), of: self)
      span = histogram.span(without: pixels.count / 100)
    }
    return span
  }
}
