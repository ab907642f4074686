import Imaging

/// What stands below a picture: what it explains, by what, of which model, and whether to believe it.
public struct PictureCaption: Sendable, Hashable {
  /// The class that is explained.
  public var label: Label
  /// The network's of that class, 0 to 1.
  public var probability: Double
  /// What made the picture, such as `Grad-CAM`.
  public var method: String
  /// The model's name and version.
  public var model: String
  /// Nil where no checks were made; the caption then says so.
  public var verdict: Verdict?

  /// What the sanity checks say of a picture.
  public struct Verdict: Sendable, Hashable {
    /// One sentence, such as `do not trust: it dwells on the film's border`.
    public var text: String
    /// Whether the picture passed; it stands out where it did not.
    public var isPassed: Bool

    public init(_ text: String, isPassed: Bool) {
      self.text = text
      self.isPassed = isPassed
    }
  }

  public init(label: Label, probability: Double, method: String, model: String, verdict: Verdict? = nil) {
    self.label = label
    self.probability = probability
    self.method = method
    self.model = model
    self.verdict = verdict
  }

  /// The caption's lines with their colours, the words of a picture's key among them.
  func lines(key: [PictureLine]) -> [PictureLine] {
    let checked =
      switch verdict {
      case let verdict?: PictureLine("Verdict: \(verdict.text)", verdict.isPassed ? PictureColors.passed : PictureColors.warning)
      case nil: PictureLine("Verdict: not checked", PictureColors.quietText)
      }
    return [
      PictureLine("\(method) for \(label.rawValue), probability \(FigureText.number(probability))", PictureColors.text),
      PictureLine("Model \(model)", PictureColors.quietText),
    ] + key + [checked, PictureLine("Not for diagnosis", PictureColors.warning)]
  }
}
