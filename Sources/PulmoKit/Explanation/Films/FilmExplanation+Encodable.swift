extension FilmExplanation: Encodable {
  /// All keys are always there, null where a film or its model has nothing.
  private enum CodingKeys: String, CodingKey {
    case label, probability, prediction, explanations, featureMaps
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(label, forKey: .label)
    try container.encode(probability, forKey: .probability)
    try container.encode(EncodedPrediction(prediction), forKey: .prediction)
    try container.encode(explanations, forKey: .explanations)
    try container.encode(featureMaps.map(EncodedLayer.init), forKey: .featureMaps)
  }

  private struct EncodedPrediction: Encodable {
    let prediction: Prediction

    init(_ prediction: Prediction) { self.prediction = prediction }

    enum CodingKeys: String, CodingKey {
      case probability, probabilities, threshold, decision, triage
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(prediction.probability, forKey: .probability)
      try container.encode(prediction.classes, forKey: .probabilities)
      try container.encode(prediction.threshold, forKey: .threshold)
      try container.encode(prediction.decision, forKey: .decision)
      try container.encode(prediction.triage, forKey: .triage)
    }
  }

  private struct EncodedLayer: Encodable {
    let layer: String
    let channels: Int
    let width: Int
    let height: Int

    init(_ map: FeatureMap) {
      layer = map.layer
      channels = map.channels
      width = map.width
      height = map.height
    }
  }
}

extension MethodExplanation: Encodable {
  /// The keys that all methods have; a method's own stand beside them.
  private enum CodingKeys: String, CodingKey {
    case method, least, greatest, verdict
    case superpixels, weights, intercept, localPrediction, determination, stability
    case layer
    case output, baselineOutput, sum, completenessGap
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(method, forKey: .method)
    try container.encode(heatmap.values.min(), forKey: .least)
    try container.encode(heatmap.values.max(), forKey: .greatest)
    try container.encode(verdict, forKey: .verdict)
    switch detail {
    case .lime(let lime, let stability):
      try container.encode(lime.superpixels.count, forKey: .superpixels)
      try container.encode(lime.explanation.weights, forKey: .weights)
      try container.encode(lime.explanation.intercept, forKey: .intercept)
      try container.encode(lime.explanation.localPrediction, forKey: .localPrediction)
      try container.encode(lime.explanation.determination, forKey: .determination)
      try container.encode(stability, forKey: .stability)
    case .gradCAM(let layer):
      try container.encode(layer, forKey: .layer)
    case .occlusion:
      break
    case .integratedGradients(let attribution):
      try container.encode(attribution.output, forKey: .output)
      try container.encode(attribution.baselineOutput, forKey: .baselineOutput)
      try container.encode(attribution.sum, forKey: .sum)
      try container.encode(attribution.completenessGap, forKey: .completenessGap)
    }
  }
}
