/// A picture of grey levels, rows from top to bottom.
public struct GrayImage: Sendable, Hashable {
  public let width: Int
  public let height: Int
  /// Row-major grey levels, `width · height` of them, 0 black to 255 white.
  public var pixels: [UInt8]

  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(pixels.count == width * height, "\(pixels.count) pixels do not fill \(width)×\(height)")
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
