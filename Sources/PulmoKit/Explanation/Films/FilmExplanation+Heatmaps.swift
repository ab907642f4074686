public import NeuralNet

extension FilmExplanation {
  /// The methods' heatmaps as numbers, `[H, W]` each by the method's name, and LIME's superpixels as `lime.superpixels`: a file that numpy,
  /// PyTorch and others read.
  public var heatmaps: Safetensors {
    var tensors: [String: Tensor] = [:]
    for explanation in explanations {
      let shape: Shape = [explanation.heatmap.height, explanation.heatmap.width]
      tensors[explanation.method.rawValue] = Tensor(shape: shape, scalars: explanation.heatmap.values)
      if case .lime(let lime, _) = explanation.detail {
        tensors["lime.superpixels"] = Tensor(shape: shape, scalars: lime.superpixels.labels.map(Float.init))
      }
    }
    return Safetensors(tensors: tensors, metadata: ["class": label.rawValue])
  }
}
