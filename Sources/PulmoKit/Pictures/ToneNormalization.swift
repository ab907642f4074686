import Imaging

/// What preprocessing does about a film's tone: its brightness, contrast and gamma, and perhaps the haze over parts of it.
public enum ToneNormalization: String, Sendable, Hashable, Codable, CaseIterable {
  /// Nothing: the grey levels of the film.
  case asIs
  /// The grey levels of the picture's inner part, without a tenth at each side, are spread evenly from black to white: brightness, contrast,
  /// gamma and every other curve that keeps the order of levels change nothing but by rounding and clipping.
  case equalized
  /// ``equalized``, and then the contrast made alike in all parts of the picture (CLAHE): soft, hazy and scattered parts too show their texture as
  /// strongly as others, so that how hard a machine's films are tells less.
  case adaptive
}

extension ToneNormalization {
  /// CLAHE's tiles along each side: lungs have about two each way.
  private static let tiles = 4
  /// CLAHE's, in mean counts of a level.
  private static let clipLimit = 5.0

  func apply(to picture: inout GrayImage) {
    guard self != .asIs else { return }
    ToneEqualization(of: picture).apply(to: &picture)
    if self == .adaptive { picture = picture.adaptivelyEqualized(tiles: Self.tiles, clipLimit: Self.clipLimit) }
  }
}
