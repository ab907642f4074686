import NeuralNet

/// A layer's result for one picture and the gradient of the explained output with respect to it: what class activation maps are made of.
///
/// In double precision: the maps of thousands of pixels and channels add up.
struct LayerGradients: Sendable {
  /// `[1, C, H, W]`
  let activations: Tensor
  /// `[1, C, H, W]`
  let gradients: Tensor

  private var pixelCount: Int { activations.shape[2] * activations.shape[3] }

  /// Grad-CAM's weight of each channel, the mean of its gradient: `w[c] = 1 / (H·W) · Σ i, j  g[c, i, j]`.
  var meanGradients: [Double] {
    channels { _, gradients in gradients.reduce(0) { $0 + Double($1) } / Double(pixelCount) }
  }

  /// Grad-CAM++'s weight of each channel:
  ///
  /// ```
  /// w[c] = Σ i, j  α[c, i, j] · max(0, g[c, i, j])
  /// α = g² / (2·g² + g³ · Σ k, l  a[c, k, l] + ε), ε = 1e-6
  /// ```
  var plusPlusWeights: [Double] {
    channels { activations, gradients in
      let sum = activations.reduce(0) { $0 + Double($1) }
      return gradients.reduce(0) { total, gradient in
        let g = Double(gradient)
        return g > 0 ? total + g * g * g / (2 * g * g + sum * g * g * g + 1e-6) : total
      }
    }
  }

  /// `max(0, Σ c  weights[c] · a[c, i, j])` of each pixel of the layer.
  func map(_ weights: [Double]) -> Heatmap {
    var sums = [Double](repeating: 0, count: pixelCount)
    for (channel, weight) in weights.enumerated() {
      for pixel in 0..<pixelCount { sums[pixel] += weight * Double(activations.scalars[channel * pixelCount + pixel]) }
    }
    return Heatmap(width: activations.shape[3], height: activations.shape[2], values: sums.map { Float(max(0, $0)) })
  }

  /// `weight` of each channel's activations and gradients.
  private func channels(_ weight: (ArraySlice<Float>, ArraySlice<Float>) -> Double) -> [Double] {
    (0..<activations.shape[1]).map { channel in
      let pixels = channel * pixelCount..<(channel + 1) * pixelCount
      return weight(activations.scalars[pixels], gradients.scalars[pixels])
    }
  }
}
