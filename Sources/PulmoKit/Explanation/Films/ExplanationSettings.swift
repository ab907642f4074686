/// What explanations are made with: by it, the model and the film, each can be made again.
///
/// As JSON: `class`, `seed` (of LIME's samples and of what the checks draw), `isChecked`, `methods`, `featureMaps` (the layers; empty where they are
/// not asked for), `channel` (followed through them; null without). Of `methods` each has `method`; lime `samples`, `segmentation`
/// {`method` and its own}, `hiding` {`by`, `level`}; grad-cam `layer`; occlusion `patch` (the share of the shorter side), `level` (null: the
/// film's mean); integrated-gradients `steps`, `baselineLevel`.
public struct ExplanationSettings: Sendable {
  let options: ExplanationOptions
  let methods: [Method]
  /// Those of the feature maps.
  let layers: [String]

  /// A method with what it goes by.
  struct Method: Sendable {
    let method: ExplanationMethod
    let explainer: MethodExplainer
  }
}

extension ExplanationSettings: Encodable {
  private enum CodingKeys: String, CodingKey {
    case label = "class"
    case seed, isChecked, methods, featureMaps, channel
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(options.label, forKey: .label)
    try container.encode(options.lime.seed, forKey: .seed)
    try container.encode(options.isChecked, forKey: .isChecked)
    try container.encode(methods, forKey: .methods)
    try container.encode(layers, forKey: .featureMaps)
    try container.encode(layers.isEmpty ? nil : options.channel, forKey: .channel)
  }
}

extension ExplanationSettings.Method: Encodable {
  private enum CodingKeys: String, CodingKey {
    case method, samples, segmentation, hiding, layer, patch, level, steps, baselineLevel
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(method, forKey: .method)
    switch explainer {
    case .lime(let lime):
      try container.encode(lime.options.sampleCount, forKey: .samples)
      try container.encode(lime.options.segmentation, forKey: .segmentation)
      try container.encode(lime.options.hiding, forKey: .hiding)
    case .gradCAM(let gradCAM):
      try container.encode(gradCAM.layer, forKey: .layer)
    case .occlusion(let occlusion):
      try container.encode(occlusion.patch, forKey: .patch)
      try container.encode(occlusion.level, forKey: .level)
    case .integratedGradients(let gradients):
      try container.encode(gradients.steps, forKey: .steps)
      try container.encode(gradients.baselineLevel, forKey: .baselineLevel)
    }
  }
}
