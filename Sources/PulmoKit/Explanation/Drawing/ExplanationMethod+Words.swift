extension ExplanationMethod {
  /// The method as captions and pages write it.
  public var title: String {
    switch self {
    case .lime: "LIME"
    case .gradCAM: "Grad-CAM"
    case .gradCAMPlusPlus: "Grad-CAM++"
    case .occlusion: "Occlusion"
    case .integratedGradients: "Integrated gradients"
    }
  }

  /// What its heatmap means, in one sentence for those who read films.
  public var meaning: String {
    switch self {
    case .lime:
      "Blue parts raise the probability of the class when they are shown instead of hidden, red parts lower it, as a straight line close to this film has it."
    case .gradCAM, .gradCAMPlusPlus:
      "The yellower a place, the more the network's last features there speak for the class; the map is coarse, and fine detail in it means nothing."
    case .occlusion: "Blue places lower the probability of the class when they are covered, red places raise it."
    case .integratedGradients:
      "Blue pixels add to what the network says for the class on the way from a plain picture to this film, red pixels take from it."
    }
  }

  /// The share of a heatmap's pixels that may lie beyond the limits of its colours: 0.01 of integrated gradients, whose few brightest pixels would leave
  /// all others pale; 0 of the others.
  public var saturatedShare: Double { self == .integratedGradients ? 0.01 : 0 }
}
