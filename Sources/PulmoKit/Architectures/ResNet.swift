public import NeuralNet

/// Residual networks of 18, 34 and 50 layers, as torchvision builds them: a stem that quarters the picture, four stages of residual
/// blocks, the mean over rows and columns, and one dense layer.
///
/// With three channels and 1000 outputs they have 11,689,512, 21,797,672 and 25,557,032 parameters. Names are those of torchvision's state
/// dicts: `conv1`, `bn1`, `layer1.0.conv1` … `layer4.1.bn2`, `layer1.0.downsample.0`, and `fc`. Any picture will do; they learned ImageNet at
/// 224 × 224 pixels.
///
/// Convolutions begin as He et al. drew them, with the fan-in; the last layer as Glorot and Bengio's.
///
/// Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition", CVPR 2016; `torchvision.models.resnet`.
public struct ResNet: Layer {
  /// Layers that carry weights on the way from the picture to the outputs.
  public enum Depth: Int, Sendable, Hashable, Codable, CaseIterable {
    case layers18 = 18, layers34 = 34, layers50 = 50
  }

  public var depth: Depth
  /// Outputs of the last layer; one by default, the logit of pneumonia. ImageNet's classes are 1000.
  public var outputs: Int

  public init(depth: Depth = .layers18, outputs: Int = 1) {
    precondition(outputs >= 1, "a network has at least one output, not \(outputs)")
    self.depth = depth
    self.outputs = outputs
  }

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    let stem = Conv2D(channels: 64, kernel: 7, stride: 2, padding: 3, hasBias: false)
    var x = try graph.normalized(input, stem, BatchNorm(), .relu, names: ("conv1", "bn1"))
    x = try graph.append("maxpool", MaxPool2D(kernel: 3, stride: 2, padding: 1), x)
    for (stage, blocks) in depth.blocks.enumerated() {
      for block in 0..<blocks {
        let stride = stage > 0 && block == 0 ? 2 : 1
        let layer = ResidualBlock(channels: 64 << stage, stride: stride, isBottleneck: depth == .layers50)
        x = try graph.append("layer\(stage + 1).\(block)", layer, x)
      }
    }
    x = try graph.append("avgpool", GlobalAveragePool(), x)
    return try graph.append("fc", Dense(units: outputs, initializer: .glorotUniform), x)
  }
}

extension ResNet.Depth {
  /// Residual blocks of each stage.
  fileprivate var blocks: [Int] {
    switch self {
    case .layers18: [2, 2, 2, 2]
    case .layers34, .layers50: [3, 4, 6, 3]
    }
  }
}

/// `relu(f(x) + shortcut(x))`. `f` is two convolutions 3×3, or as a bottleneck 1×1, 3×3 and 1×1 to four times the channels; each is
/// followed by batch normalisation. The shortcut is the picture itself, or a normalised convolution 1×1 where sizes change.
///
/// The stride lies on the first 3×3: torchvision's "v1.5", where the paper's bottleneck has it on the first 1×1.
struct ResidualBlock: Layer {
  /// Channels of the 3×3 convolutions.
  var channels: Int
  var stride: Int
  var isBottleneck: Bool

  func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    let outputs = isBottleneck ? 4 * channels : channels
    let narrow = Conv2D(channels: channels, kernel: 1, hasBias: false)
    let strided = Conv2D(channels: channels, kernel: 3, stride: stride, padding: 1, hasBias: false)
    let plain = Conv2D(channels: channels, kernel: 3, padding: 1, hasBias: false)
    let wide = Conv2D(channels: outputs, kernel: 1, hasBias: false)
    let convolutions = isBottleneck ? [narrow, strided, wide] : [strided, plain]
    var x = input
    for (index, convolution) in convolutions.enumerated() {
      let activation: Activation? = index < convolutions.count - 1 ? .relu : nil
      x = try graph.normalized(x, convolution, BatchNorm(), activation, names: ("conv\(index + 1)", "bn\(index + 1)"))
    }
    var shortcut = input
    if stride != 1 || input.shape[0] != outputs {
      let projection = Conv2D(channels: outputs, kernel: 1, stride: stride, hasBias: false)
      shortcut = try graph.normalized(input, projection, BatchNorm(), nil, names: ("downsample.0", "downsample.1"))
    }
    return try Activation.relu(try graph.add([x, shortcut]), in: &graph)
  }
}

extension ResNet {
  enum CodingKeys: String, CodingKey, CaseIterable { case depth, outputs }

  /// Keys left out take their defaults; unknown keys and values out of range are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init()
    var layers = depth.rawValue
    try container.read(.depth, into: &layers)
    let known = Depth.allCases.map { "\($0.rawValue)" }.joined(separator: ", ")
    guard let depth = Depth(rawValue: layers) else {
      throw DecodingError.dataCorruptedError(
        forKey: .depth, in: container, debugDescription: "depth must be one of \(known), not \(layers)")
    }
    self.depth = depth
    try container.read(.outputs, into: &outputs)
    try container.require(outputs >= 1, .outputs, "must be at least 1, not \(outputs)")
  }
}
