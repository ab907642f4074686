public import Imaging
public import NeuralNet

/// Random changes that keep a film's label. Every field's default leaves the picture alone.
public struct Augmentation: Sendable, Hashable, Codable {
  // stub: rotation, shift, shear, zoom per axis, aspect, flip, brightness, contrast, gamma, noise, random erasing, border and marker cover, fill
  public init() {}

  /// The augmented picture: a pure function of the four keys.
  public func callAsFunction(_ picture: GrayImage, seed: UInt64, epoch: Int, image: Int, draw: Int) -> GrayImage { preconditionFailure("stub") }
}
