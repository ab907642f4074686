import Imaging

/// A drawn chest: a bright body with shoulders and neck, two dark lungs between bright walls, a spine, and a letter in a corner.
struct SyntheticChest {
  /// The rectangle of both lungs, fractions of the film.
  var columns = 0.16...0.84
  var rows = 0.15...0.78
  /// How dark the lungs are, in levels below the body's.
  var rightLung = 70.0
  var leftLung = 70.0
  var hasLetter = true

  func film(width: Int = 96, height: Int = 96) -> GrayImage {
    let pixels = (0..<width * height).map { index in
      level(x: (Double(index % width) + 0.5) / Double(width), y: (Double(index / width) + 0.5) / Double(height))
    }
    return GrayImage(width: width, height: height, pixels: pixels)
  }

  private func level(x: Double, y: Double) -> UInt8 {
    if hasLetter, (0.02...0.08).contains(x), (0.05...0.12).contains(y) { return 255 }
    // Across and down the lungs' rectangle, 0 to 1.
    let u = (x - columns.lowerBound) / (columns.upperBound - columns.lowerBound)
    let v = (y - rows.lowerBound) / (rows.upperBound - rows.lowerBound)
    let halfBody = v < -0.03 ? max(0.14, 0.55 + 4 * (v + 0.03)) : 0.55
    guard abs(u - 0.5) < halfBody else { return 12 }
    var level = v > 0.9 ? 200.0 : 165 + 15 * v
    if abs(u - 0.5) < 0.09 { return UInt8(level + 40) }
    // A lung narrows upwards and ends below in the diaphragm's dome, highest in its middle.
    let isRight = u < 0.5
    let outer = 0.5 * (1 - v) * (1 - v) * 0.55
    let (fromWall, fromSpine) = (isRight ? (u - outer, 0.38 - u) : (1 - outer - u, u - (0.62 + 0.1 * max(0, v - 0.3))))
    let floor = 1 - 0.16 * max(0, 1 - abs((isRight ? u : 1 - u) - 0.25) / 0.25)
    if v > 0, v < floor, fromWall > 0, fromSpine > 0 { level -= isRight ? rightLung : leftLung }
    return UInt8(level)
  }
}
