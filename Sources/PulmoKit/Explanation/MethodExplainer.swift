public import Imaging

/// One of Pulmo's methods at work on a network: any of them for its heatmap, each for what it alone knows.
public enum MethodExplainer: Explainer {
  case lime(LIME)
  /// Grad-CAM or Grad-CAM++.
  case gradCAM(GradCAM)
  case occlusion(Occlusion)
  case integratedGradients(IntegratedGradients)

  public func heatmap(of picture: GrayImage, for label: Label) async throws -> Heatmap {
    switch self {
    case .lime(let method): try await method.heatmap(of: picture, for: label)
    case .gradCAM(let method): try await method.heatmap(of: picture, for: label)
    case .occlusion(let method): try await method.heatmap(of: picture, for: label)
    case .integratedGradients(let method): try await method.heatmap(of: picture, for: label)
    }
  }
}
