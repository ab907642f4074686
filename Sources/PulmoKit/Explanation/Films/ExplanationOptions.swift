/// What is asked of a film's explanation.
public struct ExplanationOptions: Sendable, Hashable {
  /// The methods, in the order of their pictures.
  public var methods: [ExplanationMethod] = [.lime]
  /// Whether the network's feature maps are shown too.
  public var showsFeatureMaps = false
  /// The channel that is shown across the layers, counted from 0.
  public var channel = 0
  /// The class that is explained, one of ``ExplainedNetwork/labels``.
  public var label = Label.pneumonia
  /// What LIME goes by; its seed is also that of the checks.
  public var lime = LIME.Options()
  /// Of integrated gradients, at least 1.
  public var steps = IntegratedGradients.standardSteps
  /// Whether each map is put to the test (``ExplanationChecks``); it takes several times as long as the map.
  public var isChecked = false

  public init() {}
}
