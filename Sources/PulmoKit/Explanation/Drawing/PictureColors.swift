import Imaging

/// The colours of what stands on and beside a film.
enum PictureColors {
  static let background = RGBColor(hex: 0x11161c)
  static let text = RGBColor(hex: 0xe8edf2)
  static let quietText = RGBColor(hex: 0xa3b0bd)
  /// Words that must not be missed.
  static let warning = RGBColor(hex: 0xffa94d)
  static let passed = RGBColor(hex: 0x7fd6a4)
  /// Around the part of a film that a network sees.
  static let frame = RGBColor(hex: 0x56b4e9)
  /// A map that is the same everywhere.
  static let flat = RGBColor(gray: 90)
  /// `skimage.segmentation.mark_boundaries` draws in this yellow.
  static let boundary = RGBColor(hex: 0xffff00)
  /// Words about superpixels that speak for a class, and against it: paler than the tints, to be read on dark.
  static let towards = RGBColor(hex: 0x69db7c)
  static let against = RGBColor(hex: 0xff8787)
}
