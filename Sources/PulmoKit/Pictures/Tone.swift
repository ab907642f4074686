import Imaging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A change of grey levels alone: gamma, then contrast, then brightness, as one table.
struct Tone: Sendable, Hashable {
  /// The exponent of `level / 255`.
  var gamma: Float = 1
  /// The factor of the distance from mid-grey, 127.5.
  var contrast: Float = 1
  /// What is added, in units of full white.
  var brightness: Float = 0

  /// What each of the 256 grey levels becomes.
  var table: [UInt8] {
    (0..<256).map { level in
      let curved = gamma == 1 ? Float(level) : 255 * power(Float(level) / 255, gamma)
      return grayLevel(127.5 + contrast * (curved - 127.5) + 255 * brightness)
    }
  }

  func apply(to picture: inout GrayImage) { picture.replaceLevels(by: table) }
}

extension GrayImage {
  /// Each grey level becomes what `table` has for it.
  /// - Parameter table: 256 levels.
  mutating func replaceLevels(by table: [UInt8]) {
    pixels.withUnsafeMutableBufferPointer { pixels in
      for index in pixels.indices { pixels[index] = table[Int(pixels[index])] }
    }
  }
}

/// `base` to the `exponent`, rounded from double precision, so that mathematical libraries agree.
func power(_ base: Float, _ exponent: Float) -> Float { Float(power(Double(base), Double(exponent))) }

func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
