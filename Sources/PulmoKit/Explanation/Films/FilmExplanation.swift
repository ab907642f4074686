/// One film explained: what a model says of it, and where on it the methods see why.
public struct FilmExplanation: Sendable, Hashable {
  /// The film's path as it was given or found.
  public let path: String
  public let film: SeenFilm
  /// What the model says of the film, as a screening has it.
  public let prediction: Prediction
  /// The class that is explained.
  public let label: Label
  /// The model's of that class, 0 to 1.
  public let probability: Double
  /// In the order that was asked for.
  public let explanations: [MethodExplanation]
  /// Of each of the network's blocks, in order of computation; empty where they were not asked for.
  public let featureMaps: [FeatureMap]
}
