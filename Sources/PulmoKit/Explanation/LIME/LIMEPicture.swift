/// LIME's explanation of one film, and the superpixels that its weights belong to.
public struct LIMEPicture: Sendable, Hashable {
  /// Of the network's input.
  public let superpixels: Superpixels
  /// A weight of each superpixel, and how far to believe them.
  public let explanation: LIMEExplanation

  /// - Precondition: there are as many weights as superpixels.
  public init(superpixels: Superpixels, explanation: LIMEExplanation) {
    precondition(
      superpixels.count == explanation.weights.count, "\(explanation.weights.count) weights for \(superpixels.count) superpixels")
    self.superpixels = superpixels
    self.explanation = explanation
  }

  /// At each pixel its superpixel's weight: what showing the superpixel adds to the probability of the class.
  public var heatmap: Heatmap {
    Heatmap(
      width: superpixels.width, height: superpixels.height, values: superpixels.labels.map { Float(explanation.weights[Int($0)]) })
  }
}
