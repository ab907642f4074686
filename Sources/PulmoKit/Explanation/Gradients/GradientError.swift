/// Why a network cannot be explained by its gradients or its layers.
public enum GradientError: Error, Hashable, Sendable {
  /// No layer of the network still is a picture.
  case noSpatialLayer
  /// The network has no such layer that still is a picture; one that may have been meant, and those that its blocks end in.
  case unknownLayer(name: String, nearest: String?, blocks: [String])
  /// The log-odds of a class, or their gradient, are infinite or not a number on this picture.
  case notFinite(label: Label)
}

extension GradientError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSpatialLayer:
      return "the network has no convolution, so none of its layers still is a picture: grad-cam, grad-cam++ and feature-maps need a "
        + "convolutional network; explain this one by lime, occlusion or integrated-gradients"
    case .unknownLayer(let name, let nearest, let blocks):
      let question = nearest.map { "did you mean '\($0)'? " } ?? ""
      return "the network has no layer '\(name)' that still is a picture; \(question)its blocks end in \(blocks.joined(separator: ", "))"
    case .notFinite(let label):
      return "the network's log-odds of \(label.rawValue), or their gradient, are no finite numbers on this picture, and there is nothing "
        + "to explain: its weights overflow; take another model"
    }
  }
}
