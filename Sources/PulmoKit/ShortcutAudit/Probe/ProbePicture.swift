import Imaging

/// What a probe is given of a view: its mean level, and where the view is lighter or darker than that.
///
/// The view is squashed to 16×16 pixels, each a square of 14 pixels of the film: coarse, but a letter in a corner is a bright pixel there. The
/// level that hides, which is the mean of what is seen, is taken from each pixel: what is hidden is 0 then.
struct ProbePicture: Sendable, Hashable {
  /// Pixels of a side.
  static let side = 16

  /// `[1 + 16 · 16]`: the level, then the differences, rows from top to bottom.
  let traits: [Int16]

  /// - Parameters:
  ///   - picture: the film.
  ///   - hidden: what is hidden of it.
  init(of picture: GrayImage, hiding hidden: HiddenPixels) {
    let level = Int16(hidden.level(of: picture))
    traits = [level] + hidden.applied(to: picture).resized(width: Self.side, height: Self.side).pixels.map { Int16($0) - level }
  }
}
