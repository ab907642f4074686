import Imaging

/// One feature map to be drawn: a channel of a layer's output.
public struct FeatureMapTile: Sendable, Hashable {
  /// What stands below it, such as the channel's number or the layer's name.
  public let label: String
  /// Pixels of the map.
  public let width: Int
  /// Pixels of the map.
  public let height: Int
  /// Row by row from the top, finite, `width · height` of them.
  public let values: [Float]

  /// - Parameters:
  ///   - label: what stands below it.
  ///   - width: pixels, at least 1.
  ///   - height: pixels, at least 1.
  ///   - values: finite, row by row from the top.
  public init(label: String, width: Int, height: Int, values: [Float]) {
    precondition(!values.isEmpty && values.count == width * height, "\(values.count) values do not fill \(width)×\(height)")
    precondition(values.allSatisfy(\.isFinite), "a feature map of what is no number")
    self.label = label
    self.width = width
    self.height = height
    self.values = values
  }

  /// The map in ``ColorMap/viridis`` from its own least value to its own greatest, its longer side `side` pixels or less; a map that is
  /// the same everywhere is grey. Small maps are enlarged by a whole factor, pixel by pixel.
  func picture(side: Int) -> ColorImage {
    guard let least = values.min(), let most = values.max(), least < most else {
      let scale = Double(side) / Double(max(width, height))
      return ColorImage(
        width: max(1, Int(Double(width) * scale)), height: max(1, Int(Double(height) * scale)), color: PictureColors.flat)
    }
    var map = GrayImage(width: width, height: height, pixels: values.map { UInt8((($0 - least) / (most - least) * 255).rounded()) })
    if max(width, height) > side {
      let longer = max(width, height)
      map = map.resized(width: max(1, width * side / longer), height: max(1, height * side / longer))
    }
    let factor = max(1, side / max(map.width, map.height))
    var picture = ColorImage(width: map.width * factor, height: map.height * factor, color: .black)
    for row in 0..<picture.height {
      for column in 0..<picture.width {
        picture[column, row] = ColorMap.viridis.color(at: Float(map.pixels[row / factor * map.width + column / factor]) / 255)
      }
    }
    return picture
  }
}
