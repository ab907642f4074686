#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A grey as a colour of CIE L\*a\*b\*, in which distances are as the eye sees them.
///
/// sRGB of three equal channels under the white point D65, 2°. The matrix to XYZ is rounded and so are its white's figures: a grey comes out with
/// an a\* and b\* of up to 0.005 rather than 0. Source: `skimage.color.rgb2lab`, with the same constants.
struct LabColour {
  /// L\*, 0 black to 100 white.
  let lightness: Double
  let a: Double
  let b: Double

  private init(lightness: Double, a: Double, b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  /// - Parameter intensity: the sRGB value of all three channels, 0 ... 1.
  init(grey intensity: Double) {
    let linear = intensity > 0.04045 ? pow((intensity + 0.055) / 1.055, 2.4) : intensity / 12.92
    let x = Self.compressed((0.412453 * linear + 0.357580 * linear + 0.180423 * linear) / 0.95047)
    let y = Self.compressed(0.212671 * linear + 0.715160 * linear + 0.072169 * linear)
    let z = Self.compressed((0.019334 * linear + 0.119193 * linear + 0.950227 * linear) / 1.08883)
    self.init(lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
  }

  /// The cube root, but a line near black, where the cube root is too steep.
  private static func compressed(_ share: Double) -> Double {
    share > 0.008856 ? cbrt(share) : 7.787 * share + 16.0 / 116
  }

  func scaled(by factor: Double) -> LabColour {
    LabColour(lightness: lightness * factor, a: a * factor, b: b * factor)
  }

  func squaredDistance(to other: LabColour) -> Double {
    let (lightness, a, b) = (lightness - other.lightness, a - other.a, b - other.b)
    return lightness * lightness + a * a + b * b
  }
}
