/// A colour of 8 bits a channel, in sRGB, as pictures and screens have it.
public struct RGBColor: Sendable, Hashable {
  /// 0 to 255.
  public var red: UInt8
  /// 0 to 255.
  public var green: UInt8
  /// 0 to 255.
  public var blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A grey: 0 black to 255 white.
  public init(gray level: UInt8) { self.init(red: level, green: level, blue: level) }

  /// As style sheets write it: `0xRRGGBB`.
  public init(hex: UInt32) {
    self.init(red: UInt8(hex >> 16 & 255), green: UInt8(hex >> 8 & 255), blue: UInt8(hex & 255))
  }

  public static let black = RGBColor(gray: 0)
  public static let white = RGBColor(gray: 255)

  /// This colour painted over another: each channel is `(1 - opacity) · below + opacity · this`, rounded.
  /// - Parameters:
  ///   - below: the colour that is painted over.
  ///   - opacity: 0 leaves `below`, 1 hides it.
  public func over(_ below: RGBColor, opacity: Float) -> RGBColor {
    func mix(_ below: UInt8, _ above: UInt8) -> UInt8 {
      UInt8((Float(below) + (Float(above) - Float(below)) * min(max(opacity, 0), 1)).rounded())
    }
    return RGBColor(red: mix(below.red, red), green: mix(below.green, green), blue: mix(below.blue, blue))
  }
}
