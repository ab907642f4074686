/// How a stored picture must be turned to be seen upright: the values of the EXIF orientation tag (0x0112).
enum Orientation: UInt16, CaseIterable, Hashable {
  case upright = 1
  case mirrored = 2
  case rotated180 = 3
  case flipped = 4
  /// Mirrored along the diagonal from top left to bottom right.
  case transposed = 5
  /// To be turned clockwise by a quarter.
  case rotatedLeft = 6
  /// Mirrored along the other diagonal.
  case transversed = 7
  /// To be turned counterclockwise by a quarter.
  case rotatedRight = 8
}

extension GrayImage {
  /// The picture turned upright.
  func applying(_ orientation: Orientation) -> GrayImage {
    let last = (x: width - 1, y: height - 1)
    // Each case: the stored pixel's index of the upright pixel at (0, 0), and the steps of that index along x and y.
    return switch orientation {
    case .upright: self
    case .mirrored: rearranged(width, height, from: last.x, stepX: -1, stepY: width)
    case .rotated180: rearranged(width, height, from: last.y * width + last.x, stepX: -1, stepY: -width)
    case .flipped: rearranged(width, height, from: last.y * width, stepX: 1, stepY: -width)
    case .transposed: rearranged(height, width, from: 0, stepX: width, stepY: 1)
    case .rotatedLeft: rearranged(height, width, from: last.y * width, stepX: -width, stepY: 1)
    case .transversed: rearranged(height, width, from: last.y * width + last.x, stepX: -width, stepY: -1)
    case .rotatedRight: rearranged(height, width, from: last.x, stepX: width, stepY: -1)
    }
  }

  private func rearranged(_ newWidth: Int, _ newHeight: Int, from start: Int, stepX: Int, stepY: Int) -> GrayImage {
    var turned = [UInt8](repeating: 0, count: pixels.count)
    for y in 0..<newHeight {
      for x in 0..<newWidth { turned[y * newWidth + x] = pixels[start + x * stepX + y * stepY] }
    }
    return GrayImage(width: newWidth, height: newHeight, pixels: turned)
  }
}
