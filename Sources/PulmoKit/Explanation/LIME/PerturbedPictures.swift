public import Imaging

/// A film with some of its superpixels hidden, as often as LIME asks for it, in the scalars that its reader takes.
///
/// ```swift
/// let pictures = PerturbedPictures(of: picture, superpixels)
/// for sample in 0..<samples.count { pictures.write(sample, of: samples, into: levels) }
/// ```
///
/// Film and hidden film are put into scalars once; a sample is then one choice a pixel, into memory of the caller's.
public struct PerturbedPictures<Scalar: Sendable>: Sendable {
  /// Scalars a picture has: the film's pixels, row by row from the top.
  public var scalarCount: Int { shown.count }

  private let shown: [Scalar]
  private let hidden: [Scalar]
  private let superpixels: Superpixels

  /// - Parameters:
  ///   - film: at the size at which it is perturbed.
  ///   - superpixels: of a picture of that size.
  ///   - hiding: what stands for a hidden superpixel; its mean, as in the Python package `lime`, unless told.
  ///   - scalarOfLevel: 256 of them, what each grey level becomes.
  public init(of film: GrayImage, _ superpixels: Superpixels, hiding: Hiding = .mean, scalarOfLevel: [Scalar]) {
    precondition(scalarOfLevel.count == 256, "\(scalarOfLevel.count) scalars for 256 grey levels")
    shown = film.pixels.map { scalarOfLevel[Int($0)] }
    hidden = hiding.everythingHidden(of: film, superpixels).pixels.map { scalarOfLevel[Int($0)] }
    self.superpixels = superpixels
  }

  /// Writes one picture. Allocates nothing; any number of threads may write at once, each into its own memory.
  /// - Parameters:
  ///   - sample: its number, 0 for the film itself.
  ///   - samples: of this film's superpixels.
  ///   - picture: where it goes: ``scalarCount`` scalars.
  public func write(_ sample: Int, of samples: LIMESamples, into picture: UnsafeMutableBufferPointer<Scalar>) {
    precondition(
      samples.superpixelCount == superpixels.count, "samples of \(samples.superpixelCount) superpixels for a film of \(superpixels.count)")
    precondition((0..<samples.count).contains(sample), "sample \(sample) of \(samples.count), counted from 0")
    precondition(picture.count == scalarCount, "\(picture.count) scalars do not hold a picture of \(scalarCount)")
    samples.isShown.withUnsafeBufferPointer { isShown in
      let isShown = UnsafeBufferPointer(rebasing: isShown[sample * superpixels.count..<(sample + 1) * superpixels.count])
      superpixels.labels.withUnsafeBufferPointer { labels in
        shown.withUnsafeBufferPointer { shown in
          hidden.withUnsafeBufferPointer { hidden in
            for pixel in picture.indices {
              picture[pixel] = isShown[Int(labels[pixel])] == 1 ? shown[pixel] : hidden[pixel]
            }
          }
        }
      }
    }
  }
}

extension PerturbedPictures<UInt8> {
  /// The same in grey levels.
  public init(of film: GrayImage, _ superpixels: Superpixels, hiding: Hiding = .mean) {
    self.init(of: film, superpixels, hiding: hiding, scalarOfLevel: Array(0...255))
  }
}
