public import Imaging

/// A film on an ``ExplanationPage``: what the model says of it, and the pictures that explain it.
public struct ExplainedFilm: Sendable, Hashable {
  /// Its path or name, as the page writes it.
  public let name: String
  /// The class that is explained.
  public let label: Label
  /// The network's of that class, 0 to 1.
  public let probability: Double
  /// What the model says of the film.
  public let prediction: Prediction
  /// In the page's order, beside the film.
  public let views: [ExplanationView]
  /// The film itself.
  let picture: Thumbnail

  /// - Parameters:
  ///   - name: its path or name.
  ///   - film: the film; the page keeps a small copy.
  ///   - label: the class that is explained.
  ///   - probability: the network's of that class, 0 to 1.
  ///   - prediction: what the model says of the film.
  ///   - views: the pictures that explain it.
  /// - Throws: `ImagingError` where memory is short.
  public init(
    name: String, film: SeenFilm, label: Label, probability: Double, prediction: Prediction, views: [ExplanationView]
  ) throws(ImagingError) {
    self.name = name
    self.label = label
    self.probability = probability
    self.prediction = prediction
    self.views = views
    picture = try Thumbnail(of: ColorImage(film.film), side: ExplanationView.side)
  }
}
