import Imaging
import NeuralNet

/// What one draw of an ``Augmentation`` does to one picture: the drawn values, and their application.
struct PictureChange: Sendable, Hashable {
  var covers: [Cover] = []
  var geometry = Geometry()
  var fill = GrayImage.Fill.nearest
  /// Standard deviation in pixels.
  var blur: Float = 0
  /// The factor of each pixel's distance from the mean around it.
  var localContrast: Float = 1
  var tone = Tone()
  /// Standard deviation in grey levels, and the key of the numbers.
  var noise: Float = 0
  var noiseKey: UInt64 = 0
  /// Of the JPEG the picture goes through; nil where it goes through none.
  var jpegQuality: Int?
  var erasure: Cover?

  func callAsFunction(_ picture: GrayImage) -> GrayImage {
    var picture = picture
    for cover in covers { cover.apply(to: &picture) }
    if geometry != Geometry() { picture = geometry.warp(picture, fill: fill) }
    if blur > 0 { picture = picture.blurred(standardDeviation: Double(blur)) }
    if localContrast != 1 { scaleLocalContrast(of: &picture) }
    if tone != Tone() { tone.apply(to: &picture) }
    if noise > 0 { addNoise(to: &picture) }
    if let jpegQuality { picture = picture.recompressed(quality: jpegQuality) }
    erasure?.apply(to: &picture)
    return picture
  }

  private func scaleLocalContrast(of picture: inout GrayImage) {
    let mean = picture.surroundings
    mean.pixels.withUnsafeBufferPointer { mean in
      picture.pixels.withUnsafeMutableBufferPointer { pixels in
        for index in pixels.indices {
          let level = Float(mean[index])
          pixels[index] = grayLevel(level + localContrast * (Float(pixels[index]) - level))
        }
      }
    }
  }

  /// Adds an approximately normal number to each pixel: the sum of the four 16-bit parts of one random word, which has the mean and the
  /// standard deviation of the normal distribution and ends at 3.5 standard deviations.
  private func addNoise(to picture: inout GrayImage) {
    // Each part is uniform on 0 ..< 65536, so the sum has mean 131070 and standard deviation 65536 / √3.
    let scale = noise * Float(3).squareRoot() / 65536
    var generator = SplitMix64(seed: noiseKey)
    picture.pixels.withUnsafeMutableBufferPointer { pixels in
      for index in pixels.indices {
        let word = generator.next()
        let sum = Int32(word & 0xFFFF) + Int32(word >> 16 & 0xFFFF) + Int32(word >> 32 & 0xFFFF) + Int32(word >> 48)
        pixels[index] = grayLevel(Float(pixels[index]) + scale * Float(sum - 131070))
      }
    }
  }
}

extension GrayImage {
  /// The mean around each pixel: the picture made eight times smaller and large again.
  var surroundings: GrayImage {
    resized(width: max(1, width / 8), height: max(1, height / 8)).resized(width: width, height: height)
  }
}

/// The nearest grey level.
func grayLevel(_ value: Float) -> UInt8 { UInt8(max(0, min(255, value)) + 0.5) }

extension PictureChange {
  /// Draws a value for every setting, in a fixed order and number, so that one setting does not move another's draw.
  init(_ augmentation: Augmentation, using generator: inout SplitMix64) {
    geometry.rotation = generator.either(augmentation.rotation)
    geometry.shiftX = generator.either(augmentation.widthShift)
    geometry.shiftY = generator.either(augmentation.heightShift)
    geometry.shear = generator.either(augmentation.shear)
    geometry.zoomX = generator.uniform(in: augmentation.zoom)
    geometry.zoomY = generator.uniform(in: augmentation.zoom)
    // A ratio's two directions are alike on the scale of its logarithm; half of it goes to each side.
    let stretch = power(1 + augmentation.aspect, generator.either(0.5))
    geometry.zoomX /= stretch
    geometry.zoomY *= stretch
    geometry.isFlipped = generator.chance(augmentation.flip)
    fill = augmentation.fill

    tone.gamma = generator.uniform(in: augmentation.gamma)
    tone.contrast = 1 + generator.either(augmentation.contrast)
    tone.brightness = generator.either(augmentation.brightness)
    noiseKey = generator.next()
    // Most pictures of a user have little noise, so most of a training have less than the most.
    var share = SplitMix64(seed: ~noiseKey)
    noise = 255 * augmentation.noise * share.nextUnitFloat()

    let border = Cover.border(generator.chance(augmentation.borderCover), width: augmentation.borderWidth, using: &generator)
    let markers = Cover.markers(probability: augmentation.markerCover, size: augmentation.markerSize, using: &generator)
    covers = border + markers
    erasure = Cover.erasure(generator.chance(augmentation.erasing), area: augmentation.erasingArea, using: &generator)

    // Later settings draw last, so that those before them draw what they always drew.
    blur = generator.uniform(in: augmentation.blur)
    let isCompressed = generator.chance(augmentation.jpeg)
    let quality = Int(generator.uniform(in: augmentation.jpegQuality).rounded())
    jpegQuality = isCompressed ? quality : nil
    localContrast = power(1 + augmentation.localContrast, generator.either(1))
  }
}

extension SplitMix64 {
  mutating func uniform(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * nextUnitFloat()
  }

  /// A number up to `extent` in either direction.
  mutating func either(_ extent: Float) -> Float { uniform(in: -extent...extent) }

  /// True with `probability`.
  mutating func chance(_ probability: Float) -> Bool { nextUnitFloat() < probability }
}
