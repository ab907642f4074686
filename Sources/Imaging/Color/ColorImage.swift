/// A picture of colours, rows from top to bottom: what is drawn about a film, never a film itself, which is a ``GrayImage``.
public struct ColorImage: Sendable, Hashable {
  public let width: Int
  public let height: Int
  /// Red, green and blue of each pixel side by side, row by row from the top: `3 · width · height`, 0 dark to 255 bright.
  public private(set) var samples: [UInt8]

  /// - Parameters:
  ///   - width: at least 1.
  ///   - height: at least 1.
  ///   - samples: `3 · width · height`: red, green and blue of each pixel side by side, row by row from the top.
  public init(width: Int, height: Int, samples: [UInt8]) {
    precondition(width > 0 && height > 0, "a picture needs pixels: \(width)×\(height)")
    precondition(samples.count == 3 * width * height, "\(samples.count) samples do not fill \(width)×\(height) in colour")
    self.width = width
    self.height = height
    self.samples = samples
  }

  /// A picture of one colour.
  public init(width: Int, height: Int, color: RGBColor) {
    var samples: [UInt8] = []
    samples.reserveCapacity(3 * width * height)
    for _ in 0..<width * height {
      samples.append(color.red)
      samples.append(color.green)
      samples.append(color.blue)
    }
    self.init(width: width, height: height, samples: samples)
  }

  /// The same picture, to be coloured.
  public init(_ picture: GrayImage) {
    var samples: [UInt8] = []
    samples.reserveCapacity(3 * picture.pixels.count)
    for level in picture.pixels {
      samples.append(level)
      samples.append(level)
      samples.append(level)
    }
    self.init(width: picture.width, height: picture.height, samples: samples)
  }

  /// The colour of a pixel.
  /// - Precondition: the pixel lies in the picture.
  public subscript(column: Int, row: Int) -> RGBColor {
    get {
      let place = place(column, row)
      return RGBColor(red: samples[place], green: samples[place + 1], blue: samples[place + 2])
    }
    set {
      let place = place(column, row)
      samples[place] = newValue.red
      samples[place + 1] = newValue.green
      samples[place + 2] = newValue.blue
    }
  }

  private func place(_ column: Int, _ row: Int) -> Int {
    precondition((0..<width).contains(column) && (0..<height).contains(row), "no pixel \(column), \(row) in \(width)×\(height)")
    return 3 * (row * width + column)
  }
}
