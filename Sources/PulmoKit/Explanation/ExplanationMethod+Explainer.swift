extension ExplanationMethod {
  /// The method at work on a network, with its defaults.
  /// - Parameters:
  ///   - network: what is to be explained.
  ///   - lime: what LIME goes by; the other methods look at none of it.
  ///   - steps: of integrated gradients, at least 1.
  /// - Throws: `NeuralNetError` where the network does not compile, `GradientError` where it has no layer the method can look at.
  public func explainer(
    for network: ExplainedNetwork, lime: LIME.Options = LIME.Options(), steps: Int = IntegratedGradients.standardSteps
  ) async throws -> MethodExplainer {
    switch self {
    case .lime: .lime(try await LIME(network, lime))
    case .gradCAM: .gradCAM(try await GradCAM(network))
    case .gradCAMPlusPlus: .gradCAM(try await GradCAM(network, plusPlus: true))
    case .occlusion: .occlusion(try await Occlusion(network))
    case .integratedGradients: .integratedGradients(try await IntegratedGradients(network, steps: steps))
    }
  }
}
