import NeuralNet

/// Layers that still are pictures: what class activation maps are made of, and what feature maps show.
extension ExplainedNetwork {
  /// Names of the layers whose result is a picture of more than one pixel, `[C, H, W]`, in order of computation. The input is none of them,
  /// and dropout is none: it does nothing outside training.
  public var spatialLayers: [String] { spatialNodes.map { graph.nodes[$0].name } }

  /// Of each block of the network, the last of ``spatialLayers`` that a convolution, with all that directly follows it, ends in.
  ///
  /// What directly follows a convolution is batch normalisation, a sum and an activation, each its predecessor's only user: pooling does not
  /// count. A block is named by a layer's name up to its first number, `_blocks.3` and `layer1.0`, or else to its first dot, `conv1`. So these
  /// are the activations of a plain network's convolutions, a residual network's stem and blocks, and EfficientNet-Lite's stem, blocks and head.
  public var blockLayers: [String] {
    var last: [(block: String, name: String)] = []
    for index in spatialNodes where endsConvolution(index) {
      let name = graph.nodes[index].name
      let block = Self.block(of: name)
      last.removeAll { $0.block == block }
      last.append((block, name))
    }
    return last.map(\.name)
  }

  /// The last spatial layer that is no pooling: of the layers that still know where, the one nearest to the network's answer.
  /// - Throws: ``GradientError/noSpatialLayer``
  func lastSpatialLayer() throws(GradientError) -> String {
    guard let index = spatialNodes.last(where: { graph.nodes[$0].operation.shapesFeatures }) else { throw .noSpatialLayer }
    return graph.nodes[index].name
  }

  /// - Throws: ``GradientError`` unless each is one of ``spatialLayers``.
  func expectSpatial(_ layers: [String]) throws(GradientError) {
    let known = spatialLayers
    guard !known.isEmpty else { throw .noSpatialLayer }
    guard let name = layers.first(where: { !known.contains($0) }) else { return }
    // A block's name means the layer it ends in.
    throw .unknownLayer(name: name, nearest: known.last { $0.hasPrefix("\(name).") } ?? name.nearest(of: known), blocks: blockLayers)
  }

  private var spatialNodes: [Int] {
    graph.nodes.indices.filter { index in
      let node = graph.nodes[index]
      guard node.shape.rank == 3, node.shape[1] * node.shape[2] > 1 else { return false }
      return switch node.operation {
      case .input, .dropout: false
      default: true
      }
    }
  }

  private func endsConvolution(_ index: Int) -> Bool {
    guard graph.nodes[index].operation.shapesFeatures else { return false }
    let users = graph.nodes.filter { $0.inputs.contains(index) }
    return users.count != 1 || !users[0].operation.followsConvolution
  }

  private static func block(of name: String) -> String {
    let parts = name.split(separator: ".")
    let length = (parts.firstIndex { $0.allSatisfy(\.isNumber) } ?? 0) + 1
    return parts.prefix(length).joined(separator: ".")
  }
}

extension Operation {
  /// Whether it is a convolution or what may directly follow one.
  fileprivate var shapesFeatures: Bool {
    if case .convolution = self { return true }
    return followsConvolution
  }

  /// Whether it may be the end of a convolution: what it does to each pixel depends on no other.
  fileprivate var followsConvolution: Bool {
    switch self {
    case .batchNormalization, .activation, .add: true
    default: false
    }
  }
}
