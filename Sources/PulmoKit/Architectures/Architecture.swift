public import NeuralNet

/// The networks Pulmo knows, as recipes and artifacts name them: `deepCNN`, or with options, `deepCNN: {dropoutAfterPool: 0.3}`.
///
/// Options left out take their defaults; unknown ones are refused. The saved form names every option. All end in one logit, that of
/// pneumonia, where no option asks for other outputs.
public enum Architecture: Sendable, Hashable {
  /// Dense layers on the pixels.
  case dense(DenseNetwork)
  /// One small convolution and one small dense layer.
  case smallCNN(SmallCNN)
  /// Three convolutions and two dense layers; with or without dropout.
  case deepCNN(DeepCNN)
  /// Residual networks of 18, 34 or 50 layers.
  case resNet(ResNet)
  /// EfficientNet-Lite 0, 1 or 2.
  case efficientNetLite(EfficientNetLite)

  /// The graph for one input, `[C, H, W]`, ending in its logits.
  /// - Throws: `ShapeError` naming the layer where the input is too small for the network.
  public func graph(input: Shape) throws(ShapeError) -> Graph {
    switch self {
    case .dense(let network): try Graph(input: input, network)
    case .smallCNN(let network): try Graph(input: input, network)
    case .deepCNN(let network): try Graph(input: input, network)
    case .resNet(let network): try Graph(input: input, network)
    case .efficientNetLite(let network): try Graph(input: input, network)
    }
  }
}

extension Architecture: Codable {
  enum Name: String, CodingKey, CaseIterable { case dense, smallCNN, deepCNN, resNet, efficientNetLite }

  public init(from decoder: any Decoder) throws {
    let (name, hasSettings) = try decoder.choice(of: Name.self)
    let container = hasSettings ? try decoder.container(keyedBy: Name.self) : nil
    switch name {
    case .dense: self = .dense(try container?.decode(DenseNetwork.self, forKey: name) ?? DenseNetwork())
    case .smallCNN: self = .smallCNN(try container?.decode(SmallCNN.self, forKey: name) ?? SmallCNN())
    case .deepCNN: self = .deepCNN(try container?.decode(DeepCNN.self, forKey: name) ?? DeepCNN())
    case .resNet: self = .resNet(try container?.decode(ResNet.self, forKey: name) ?? ResNet())
    case .efficientNetLite:
      self = .efficientNetLite(try container?.decode(EfficientNetLite.self, forKey: name) ?? EfficientNetLite())
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    switch self {
    case .dense(let network): try container.encode(network, forKey: .dense)
    case .smallCNN(let network): try container.encode(network, forKey: .smallCNN)
    case .deepCNN(let network): try container.encode(network, forKey: .deepCNN)
    case .resNet(let network): try container.encode(network, forKey: .resNet)
    case .efficientNetLite(let network): try container.encode(network, forKey: .efficientNetLite)
    }
  }
}
