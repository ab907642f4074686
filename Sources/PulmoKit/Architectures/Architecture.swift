public import NeuralNet

/// The networks Pulmo knows, as recipes and artifacts name them: `deepCNN`, or with options, `deepCNN: {dropoutAfterPool: 0.3}`.
///
/// Options left out take their defaults; unknown ones are refused. The saved form names every option. All end in one logit, that of
/// pneumonia.
public enum Architecture: Sendable, Hashable {
  /// Dense layers on the pixels.
  case dense(DenseNetwork)
  /// One small convolution and one small dense layer.
  case smallCNN(SmallCNN)
  /// Three convolutions and two dense layers; with or without dropout.
  case deepCNN(DeepCNN)

  /// The graph for one input, `[C, H, W]`, ending in one logit.
  /// - Throws: `ShapeError` naming the layer where the input is too small for the network.
  public func graph(input: Shape) throws(ShapeError) -> Graph {
    switch self {
    case .dense(let network): try Graph(input: input, network)
    case .smallCNN(let network): try Graph(input: input, network)
    case .deepCNN(let network): try Graph(input: input, network)
    }
  }
}

extension Architecture: Codable {
  enum Name: String, CodingKey, CaseIterable { case dense, smallCNN, deepCNN }

  public init(from decoder: any Decoder) throws {
    let (name, hasSettings) = try decoder.choice(of: Name.self)
    let container = hasSettings ? try decoder.container(keyedBy: Name.self) : nil
    switch name {
    case .dense: self = .dense(try container?.decode(DenseNetwork.self, forKey: name) ?? DenseNetwork())
    case .smallCNN: self = .smallCNN(try container?.decode(SmallCNN.self, forKey: name) ?? SmallCNN())
    case .deepCNN: self = .deepCNN(try container?.decode(DeepCNN.self, forKey: name) ?? DeepCNN())
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    switch self {
    case .dense(let network): try container.encode(network, forKey: .dense)
    case .smallCNN(let network): try container.encode(network, forKey: .smallCNN)
    case .deepCNN(let network): try container.encode(network, forKey: .deepCNN)
    }
  }
}
