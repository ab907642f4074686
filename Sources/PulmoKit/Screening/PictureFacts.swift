/// What is known of a film's picture besides what it shows: to see whether a model works alike on all kinds of films.
public struct PictureFacts: Sendable, Hashable {
  /// Pixels of the decoded film, upright.
  public let width: Int
  public let height: Int
  /// The mean grey level of the whole film at the size of the network's picture, in its own levels, 0 black to 255 white.
  public let meanLevel: Double

  public init(width: Int, height: Int, meanLevel: Double) {
    self.width = width
    self.height = height
    self.meanLevel = meanLevel
  }

  public var pixelCount: Int { width * height }
}
