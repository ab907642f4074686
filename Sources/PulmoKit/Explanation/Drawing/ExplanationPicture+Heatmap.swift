import Imaging

extension ExplanationPicture {
  /// A heatmap over its film.
  ///
  /// The heatmap is brought to the size of what the network sees of the film, between its pixels along straight lines, and painted over it: the
  /// further from 0 a value is, the stronger its colour, `(1 - a) · film + a · colour` with `a = 0.65 |value| / limit`. A map with values
  /// below 0 goes from red over white to blue, bluer for the class, its limits equally far from 0; any other from violet at 0 to yellow.
  /// - Parameters:
  ///   - heatmap: of the network's input; its values are finite.
  ///   - film: the film with the part that became that input.
  ///   - share: of the heatmap's pixels, those of the greatest magnitudes, may lie beyond the limits, `0 ..< 1`. Maps with single bright pixels
  ///     need it, as ``ExplanationMethod/saturatedShare`` says.
  public init(of heatmap: Heatmap, on film: SeenFilm, saturating share: Double = 0) {
    let colors = HeatmapColors(of: heatmap.values, saturating: share)
    let (width, height) = (film.columns.count, film.rows.count)
    let values = heatmap.resized(width: width, height: height).values
    let image = film.painted { column, row, level in
      let (color, opacity) = colors.color(of: values[row * width + column])
      return color.over(RGBColor(gray: level), opacity: opacity)
    }
    let empty = colors.limit > 0 ? [] : [PictureLine("The map is 0 everywhere: it shows nothing", PictureColors.warning)]
    self.init(image, on: film, bar: colors.bar, key: empty)
  }
}
