import NeuralNet

/// Pictures blended with others of the training part, and their targets with them. By default none is.
///
/// A picture is mixed by one of the two or by none: `mixUp` and `cutMix` are the probabilities, together at most 1. Partners are drawn from
/// the training films, both classes equally often where the sampling is balanced, and are augmented as pictures of their own.
///
/// Sources: Zhang et al., "mixup: beyond empirical risk minimization", ICLR 2018; Yun et al., "CutMix: regularization strategy to train
/// strong classifiers with localizable features", ICCV 2019.
public struct Mixing: Sendable, Hashable {
  /// Probability that a picture is blended pixel by pixel with another, 0 to 1.
  public var mixUp: Float = 0
  /// The other's share in the picture, and in the target, is drawn from the Beta(α, α) distribution: 0.05 to 4; 0.2 as in the paper, where
  /// most shares are near 0 or 1.
  public var mixUpAlpha: Float = 0.2
  /// Probability that a rectangle of another picture replaces the one in its place, 0 to 1.
  public var cutMix: Float = 0
  /// The rectangle's area, before the picture's edge cuts it, is a share drawn from Beta(α, α): 0.05 to 4; 1 as in the paper: any share is
  /// as likely as any other.
  public var cutMixAlpha: Float = 1

  public init() {}

  /// What is done to one picture, nil for nothing: a pure function of the four keys, those of ``Augmentation``.
  func mixture(seed: UInt64, epoch: Int, image: UInt64, draw: Int) -> Mixture? {
    guard mixUp > 0 || cutMix > 0 else { return nil }
    // The last key sets these numbers apart from those of the picture's augmentation, which mixing leaves as it is.
    var generator = SplitMix64(keys: seed, UInt64(bitPattern: Int64(epoch)), image, UInt64(bitPattern: Int64(draw)), 0x6D69_78)
    let choice = generator.nextUnitFloat()
    guard choice < mixUp + cutMix else { return nil }
    let isCut = choice >= mixUp
    let keys = (generator.next(), generator.next(), generator.next())
    let centre = Mixture.Point(x: generator.nextUnitFloat(), y: generator.nextUnitFloat())
    let share = generator.symmetricBeta(isCut ? cutMixAlpha : mixUpAlpha)
    return Mixture(classKey: keys.0, partnerKey: keys.1, augmentationSeed: keys.2, share: share, cut: isCut ? centre : nil)
  }
}

extension Mixing: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case mixUp, mixUpAlpha, cutMix, cutMixAlpha }

  /// Keys left out take their defaults; unknown keys and values out of range are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init()
    try container.read(.mixUp, into: &mixUp)
    try container.read(.mixUpAlpha, into: &mixUpAlpha)
    try container.read(.cutMix, into: &cutMix)
    try container.read(.cutMixAlpha, into: &cutMixAlpha)
    if let problem { throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem)) }
  }

  /// The first setting out of its range, as a sentence.
  var problem: String? {
    for (key, value) in [(CodingKeys.mixUp, mixUp), (.cutMix, cutMix)] where !(0...1).contains(value) {
      return "\(key.rawValue) is \(value), and must be a probability, 0 to 1"
    }
    for (key, value) in [(CodingKeys.mixUpAlpha, mixUpAlpha), (.cutMixAlpha, cutMixAlpha)] where !(0.05...4).contains(value) {
      return "\(key.rawValue) is \(value), and must be 0.05 to 4"
    }
    return mixUp + cutMix <= 1 ? nil : "mixUp and cutMix are the probabilities of one or the other, and sum to \(mixUp + cutMix): at most 1"
  }
}
