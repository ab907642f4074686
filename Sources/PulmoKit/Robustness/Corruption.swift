/// One of the fixed changes that a model's figures are measured under, as a user's picture may have them; the raw value is its name.
///
/// The list, its order and every strength are fixed: figures of any two models under it can be compared. They were fixed before the first
/// training they judge, and models are chosen by the worst of them. Each is applied to the film as ``picture(of:)`` makes it.
///
/// ```swift
/// let picture = Corruption.picture(of: try GrayImage(contentsOf: study.path))
/// let blurred = Corruption.blur(picture, of: study)
/// ```
public enum Corruption: String, Sendable, Hashable, Codable, CaseIterable {
  /// A quarter of full white is added to each level, and what passes white is white.
  case brighter = "brightness +25%"
  /// A quarter of full white is taken from each level, and what passes black is black.
  case darker = "brightness -25%"
  /// Levels move to mid-grey: their distance from it times 0.7.
  case flatter = "contrast 0.7"
  /// Levels move from mid-grey: their distance from it times 1.4, cut at black and white.
  case harder = "contrast 1.4"
  /// `level / 255` to the power of 0.7, which brightens the middle.
  case lowGamma = "gamma 0.7"
  /// `level / 255` to the power of 1.4, which darkens the middle.
  case highGamma = "gamma 1.4"
  /// Noise of standard deviation 0.05 of full white on each pixel; its numbers hang on the film's id alone.
  case noise = "noise 0.05"
  /// A Gaussian of standard deviation 1.5 pixels of 224.
  case blur = "blur 1.5 px"
  /// A JPEG of quality 20.
  case compression = "JPEG quality 20"
  /// The chest turned by 10 degrees counterclockwise, black where the film ends.
  case rotation = "rotation 10°"
  /// A tenth cut off every side, and the middle four fifths enlarged to the whole.
  case crop = "crop 10%"
  /// The chest stretched so that its ratio of width to height grows to 1.15 times and its area stays, black where the film ends.
  case wider = "aspect +15%"
  /// The same to 0.85 times: narrower and taller.
  case narrower = "aspect -15%"
}

extension Corruption {
  /// What kind of change a corruption is.
  public enum Family: String, Sendable, Hashable, Codable, CaseIterable {
    case brightness, contrast, gamma, noise, blur, compression, rotation, crop, aspect

    /// The two that no recipe of this project trains on (``Augmentation/blur`` and ``Augmentation/jpeg`` stay off): what a model does under
    /// them it was not taught.
    public static let heldOut: Set<Family> = [.blur, .compression]
  }

  public var family: Family {
    switch self {
    case .brighter, .darker: .brightness
    case .flatter, .harder: .contrast
    case .lowGamma, .highGamma: .gamma
    case .noise: .noise
    case .blur: .blur
    case .compression: .compression
    case .rotation: .rotation
    case .crop: .crop
    case .wider, .narrower: .aspect
    }
  }
}
