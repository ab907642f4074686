public import Imaging

/// One picture of a film's explanation on an ``ExplanationPage``, with its numbers.
public struct ExplanationView: Sendable, Hashable {
  /// Such as `Grad-CAM`, or `LIME, mask`.
  public let title: String
  /// What the picture means, in one plain sentence.
  public let meaning: String
  /// What the method says of itself, such as its fit.
  public let figures: [Figure]
  /// The sanity checks; empty where none were made.
  public let checks: [Check]
  /// What the checks come to; nil where none were made.
  public let verdict: PictureCaption.Verdict?
  let picture: Thumbnail

  /// A number with its name.
  public struct Figure: Sendable, Hashable {
    public let name: String
    /// Nil where it is not defined.
    public let value: Double?

    public init(_ name: String, _ value: Double?) {
      self.name = name
      self.value = value
    }

    /// LIME's R², ``LIMEExplanation/determination``.
    public static func fit(_ determination: Double?) -> Figure { Figure("Fit, R²", determination) }
    /// The mean rank correlation of explanations with other seeds.
    public static func stability(_ correlation: Double?) -> Figure { Figure("Stability over seeds", correlation) }
    /// By how much the sum of integrated gradients misses the difference that it has to explain, relative to it.
    public static func completenessGap(_ gap: Double?) -> Figure { Figure("Completeness gap", gap) }
  }

  /// A sanity check with its figure.
  public struct Check: Sendable, Hashable {
    /// What was found, in words.
    public let name: String
    /// What was measured; nil where it is not defined.
    public let figure: Double?
    /// What the figure must keep to, such as `at most 0.500`.
    public let limit: String
    /// Nil where the check could not tell.
    public let isPassed: Bool?

    public init(_ name: String, figure: Double?, limit: String, isPassed: Bool?) {
      self.name = name
      self.figure = figure
      self.limit = limit
      self.isPassed = isPassed
    }
  }

  /// The longer side of a picture on the page, in pixels.
  static let side = 640

  /// - Parameters:
  ///   - title: what the picture is.
  ///   - meaning: what it means, in one plain sentence.
  ///   - picture: with its caption; the page keeps a copy of at most 640 pixels a side.
  ///   - figures: what the method says of itself.
  ///   - checks: the sanity checks.
  ///   - verdict: what they come to; nil where none were made.
  /// - Throws: `ImagingError` where memory is short.
  public init(
    title: String, meaning: String, picture: ColorImage, figures: [Figure] = [], checks: [Check] = [],
    verdict: PictureCaption.Verdict? = nil
  ) throws(ImagingError) {
    self.title = title
    self.meaning = meaning
    self.figures = figures
    self.checks = checks
    self.verdict = verdict
    self.picture = try Thumbnail(of: picture, side: Self.side)
  }
}

extension ExplanationView {
  /// What LIME's mask view means.
  public static let maskMeaning =
    "Green parts raise the probability of the class most when they are shown instead of hidden, red parts lower it most; the rest is left as it is."
  /// What a grid of feature maps means.
  public static let featureMapMeaning =
    "What channels of the network pass on of this film, each in its own range: they show what the network keeps, not what decides."
}
