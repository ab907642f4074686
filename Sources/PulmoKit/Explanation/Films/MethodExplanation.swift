/// What one method says of one film.
public struct MethodExplanation: Sendable, Hashable {
  /// What a method knows beyond its heatmap.
  public enum Detail: Sendable, Hashable {
    /// The superpixels' weights, and what samples of another seed say of them.
    case lime(LIMEPicture, LIMEStability)
    /// The layer that is mapped.
    case gradCAM(layer: String)
    /// Nothing.
    case occlusion
    /// How far the attributions add up to what they explain.
    case integratedGradients(IntegratedGradients.Attribution)
  }

  public let method: ExplanationMethod
  public let heatmap: Heatmap
  public let detail: Detail
  /// Whether to believe the map; nil where that was not asked.
  public let verdict: ExplanationVerdict?
}
