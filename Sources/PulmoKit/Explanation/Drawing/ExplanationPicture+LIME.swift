import Imaging

extension ExplanationPicture {
  /// LIME's mask view: the superpixels of the greatest weights, those for the class green, those against it red, with their outlines.
  ///
  /// As `get_image_and_mask(positive_only=False, hide_rest=False)` of the Python package `lime` tints them, which raises the green or the red
  /// channel to the film's brightest level, and `skimage.segmentation.mark_boundaries(mode="thick")` outlines the mask; on large films the
  /// lines are wider.
  /// - Parameters:
  ///   - explanation: of the network's input.
  ///   - superpixels: of the network's input, those of the explanation; stretched by nearest neighbours.
  ///   - film: the film with the part that became that input.
  ///   - count: how many superpixels are shown at most.
  public init(maskOf explanation: LIMEExplanation, _ superpixels: Superpixels, on film: SeenFilm, top count: Int = 10) {
    precondition(explanation.weights.count == superpixels.count, "\(explanation.weights.count) weights of \(superpixels.count) superpixels")
    var signs = [Int32](repeating: 0, count: superpixels.count)
    for index in explanation.top(count) { signs[index] = explanation.weights[index] < 0 ? -1 : 1 }
    let (width, height) = (film.columns.count, film.rows.count)
    let mask = superpixels.labels(width: width, height: height).map { signs[Int($0)] }
    let boundaries = SuperpixelBoundaries(of: mask, width: width, thickness: film.scale).isBoundary
    let brightest = film.brightest
    let image = film.painted { column, row, level in
      let pixel = row * width + column
      if boundaries[pixel] { return PictureColors.boundary }
      return switch mask[pixel] {
      case 0: RGBColor(gray: level)
      case 1: RGBColor(red: level, green: brightest, blue: level)
      default: RGBColor(red: brightest, green: level, blue: level)
      }
    }
    self.init(
      image, on: film, bar: nil,
      key: [
        PictureLine("Green: speaks for \(explanation.label.rawValue)", PictureColors.towards),
        PictureLine("Red: speaks against it", PictureColors.against),
      ])
  }

  /// LIME's heatmap view: each superpixel in the colour of its weight, from red (against the class) over white to blue (for it), the limits
  /// equally far from 0. Nothing of the film shines through where the network sees it.
  /// - Parameters:
  ///   - explanation: of the network's input.
  ///   - superpixels: of the network's input, those of the explanation; stretched by nearest neighbours.
  ///   - film: the film with the part that became that input.
  public init(weightsOf explanation: LIMEExplanation, _ superpixels: Superpixels, on film: SeenFilm) {
    precondition(explanation.weights.count == superpixels.count, "\(explanation.weights.count) weights of \(superpixels.count) superpixels")
    let limit = explanation.weights.map(\.magnitude).max() ?? 0
    let colors = explanation.weights.map { ColorMap.redBlue.color(at: limit > 0 ? Float(($0 / limit + 1) / 2) : 0.5) }
    let width = film.columns.count
    let labels = superpixels.labels(width: width, height: film.rows.count)
    let image = film.painted { column, row, _ in colors[Int(labels[row * width + column])] }
    let bar = ColorBar(map: .redBlue, lower: -Float(limit), upper: Float(limit), isSaturated: false)
    self.init(image, on: film, bar: bar)
  }
}

extension SeenFilm {
  /// The highest grey level of what the network sees.
  fileprivate var brightest: UInt8 {
    rows.lazy.map { row in film.pixels[row * film.width + columns.lowerBound..<row * film.width + columns.upperBound].max() ?? 0 }.max()
      ?? 0
  }
}
