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
    let x = Self.compressed(Self.sum(0.412453, 0.357580, 0.180423, of: linear) / 0.95047)
    let y = Self.compressed(Self.sum(0.212671, 0.715160, 0.072169, of: linear))
    let z = Self.compressed(Self.sum(0.019334, 0.119193, 0.950227, of: linear) / 1.08883)
    self.init(lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
  }

  /// A row of the matrix times three equal channels, products unrounded, as the reference's matrix product has them.
  private static func sum(_ red: Double, _ green: Double, _ blue: Double, of channel: Double) -> Double {
    (red * channel).addingProduct(green, channel).addingProduct(blue, channel)
  }

  /// The cube root, but a line near black, where the cube root is too steep.
  private static func compressed(_ share: Double) -> Double {
    share > 0.008856 ? cubeRoot(share) : 7.787 * share + 16.0 / 116
  }

  /// The cube root to the last bit or nearly so. C libraries are off by a unit there, each in its way, and where two pixels are equally far from a third
  /// that bit decides between them.
  static func cubeRoot(_ cube: Double) -> Double {
    let root = cbrt(cube)
    // A step of Newton's method, the squares' and cubes' rounding errors reckoned in.
    let square = root * root
    let squareError = (-square).addingProduct(root, root)
    let product = square * root
    let productError = (-product).addingProduct(square, root) + squareError * root
    return root - (product - cube + productError) / (3 * square)
  }

  func scaled(by factor: Double) -> LabColour {
    LabColour(lightness: lightness * factor, a: a * factor, b: b * factor)
  }

  func squaredDistance(to other: LabColour) -> Double {
    let (lightness, a, b) = (lightness - other.lightness, a - other.a, b - other.b)
    return lightness * lightness + a * a + b * b
  }
}
