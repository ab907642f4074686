extension ColorMap {
  /// From red (0) over white (0.5) to blue (1): for what is below or above 0.
  ///
  /// Source: matplotlib's `RdBu`, whose eleven colours are ColorBrewer's. This product includes color specifications and designs developed by
  /// Cynthia Brewer (http://colorbrewer.org/), Apache License 2.0.
  public static let redBlue = ColorMap(
    between: [
      0x67001f, 0xb2182b, 0xd6604d, 0xf4a582, 0xfddbc7, 0xf7f7f7, 0xd1e5f0, 0x92c5de, 0x4393c3, 0x2166ac, 0x053061,
    ].map(RGBColor.init(hex:)), count: 256)
}
