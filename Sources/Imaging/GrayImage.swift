/// A picture of grey levels, rows from top to bottom.
///
/// Eight bits a pixel: `Documentation/Decisions/0002-gray-image-is-8-bit.md` says why.
public struct GrayImage: Sendable, Hashable {
  public let width: Int
  public let height: Int
  /// Row-major grey levels, `width · height` of them, 0 black to 255 white.
  public var pixels: [UInt8] {
    didSet { precondition(pixels.count == width * height, "\(pixels.count) pixels do not fill \(width)×\(height)") }
  }

  /// - Parameters:
  ///   - width: at least 1.
  ///   - height: at least 1.
  ///   - pixels: `width · height` grey levels, row by row from the top.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(width > 0 && height > 0, "a picture needs pixels: \(width)×\(height)")
    precondition(pixels.count == width * height, "\(pixels.count) pixels do not fill \(width)×\(height)")
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
