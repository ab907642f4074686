public import Imaging
public import NeuralNet

/// How a film becomes a network's input: stored in the artifact, shared by training, evaluation and screening.
///
/// The decoded film is squashed to `width` × `height` with the antialiased bilinear filter and rounded to 8 bits
/// (``picture(at:)``); its grey levels become `(level / 255 - mean) / standardDeviation` in each channel (``fill(_:with:)``).
public struct Preprocessing: Sendable, Hashable, Codable {
  public var width: Int
  public var height: Int
  public var channels: Int
  /// In units of full white: 0 keeps black at 0.
  public var mean: Float
  public var standardDeviation: Float

  public init(width: Int = 128, height: Int = 128, channels: Int = 1, mean: Float = 0, standardDeviation: Float = 1) {
    self.width = width
    self.height = height
    self.channels = channels
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// `[C, H, W]`
  public var inputShape: Shape { [channels, height, width] }

  /// Decodes, checks and squashes the film at `path`: `width` × `height` grey levels.
  /// - Throws: ``ImagingError`` naming the file and the reason.
  public func picture(at path: String) throws(ImagingError) -> GrayImage { preconditionFailure("stub") }

  /// Writes the input tensor of one picture, `[C, H, W]`.
  public func fill(_ input: UnsafeMutableBufferPointer<Float>, with picture: GrayImage) { preconditionFailure("stub") }
}
