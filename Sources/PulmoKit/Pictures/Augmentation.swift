public import Imaging
import NeuralNet

/// Random changes that keep a film's label. Every setting's default leaves the picture alone.
///
/// The geometric settings mean what they mean to Keras's `ImageDataGenerator`, so that published settings can be taken over; project
/// recipes write `rotation: 40, widthShift: 0.2, heightShift: 0.2, shear: 0.3, zoom: [0.9, 1.1]`. They are composed into one affine map
/// about the picture's centre, hence one interpolation. The order is: covers (where the markers stand on the film), geometry, blur, local
/// contrast, tone, noise, JPEG, erasing.
///
/// A value is drawn for every setting whether it is on or not, so switching one on leaves the others' draws as they were.
public struct Augmentation: Sendable, Hashable, Codable {
  /// Degrees either way, 0 to 180.
  public var rotation: Float = 0
  /// Fraction of the width either way, 0 to 1.
  public var widthShift: Float = 0
  /// Fraction of the height either way, 0 to 1.
  public var heightShift: Float = 0
  /// Degrees either way, 0 to below 90.
  public var shear: Float = 0
  /// The range of two independent factors, across and down, above 0. As in Keras a factor scales what is seen: 0.9 enlarges the chest.
  public var zoom: ClosedRange<Float> = 1...1
  /// Stretch that keeps the area: the ratio of width to height changes by up to 1 + `aspect` either way.
  public var aspect: Float = 0
  /// Probability of mirroring left and right, 0 to 1. Off by default: the heart has a side.
  public var flip: Float = 0
  /// What is seen where the film ends.
  public var fill: GrayImage.Fill = .nearest

  /// Fraction of full white added, either way, 0 to 1.
  public var brightness: Float = 0
  /// Levels move from or to mid-grey by a factor of 1 ± `contrast`, 0 to 1. Mid-grey and not the film's mean, so that the result does not
  /// depend on how much border a film has.
  public var contrast: Float = 0
  /// The distance of each pixel from the mean around it changes by a factor of up to 1 + `localContrast` either way, 0 to 9: how far structures
  /// stand out from what surrounds them is set by a machine's processing, not by the child. The mean is that of the picture made eight times
  /// smaller and large again.
  public var localContrast: Float = 0
  /// The range of the exponent of `level / 255`, above 0: below 1 brightens the middle.
  public var gamma: ClosedRange<Float> = 1...1
  /// The greatest standard deviation of the noise added to each pixel, in units of full white, 0 to 1: each picture's is drawn from 0 to this.
  public var noise: Float = 0
  /// The range of a Gaussian blur's standard deviation, in pixels of the network's input, 0 to 10.
  public var blur: ClosedRange<Float> = 0...0
  /// Probability that the picture goes through a JPEG, 0 to 1.
  public var jpeg: Float = 0
  /// The range of that JPEG's quality, rounded to whole numbers, 1 (worst) to 100.
  public var jpegQuality: ClosedRange<Float> = 30...95

  /// Probability that one rectangle anywhere is covered, 0 to 1 (random erasing).
  ///
  /// Source: Zhong et al., "Random Erasing Data Augmentation", AAAI 2020; its ratio of sides, 0.3 to 3.3, is kept.
  public var erasing: Float = 0
  /// The range of the rectangle's area, as fraction of the picture's.
  public var erasingArea: ClosedRange<Float> = 0.02...0.2
  /// Probability that a strip along each side is covered, 0 to 1.
  public var borderCover: Float = 0
  /// The widest strip, as fraction of the side: each strip's width is drawn from 0 to this.
  public var borderWidth: Float = 0.1
  /// Probability for each of the four corners, where letters and electrodes stand, to be covered by a rectangle, 0 to 1.
  public var markerCover: Float = 0
  /// The range of that rectangle's sides, as fraction of the picture's.
  public var markerSize: ClosedRange<Float> = 0.1...0.3

  public init() {}

  /// The augmented picture: a pure function of the four keys.
  /// - Parameters:
  ///   - picture: a film's preprocessed picture.
  ///   - seed: the training's.
  ///   - epoch: from 0.
  ///   - image: the film's own key, independent of the films beside it.
  ///   - draw: how often the epoch used the film before.
  /// - Precondition: every setting is in its range.
  public func callAsFunction(_ picture: GrayImage, seed: UInt64, epoch: Int, image: UInt64, draw: Int) -> GrayImage {
    if self == Augmentation() { return picture }
    var generator = SplitMix64(keys: seed, UInt64(bitPattern: Int64(epoch)), image, UInt64(bitPattern: Int64(draw)))
    return PictureChange(self, using: &generator)(picture)
  }
}
