/// A network's weights by PyTorch's names, on their way into a graph.
///
/// A graph whose scopes are called like PyTorch's modules has the parameters of the state dict: `layer1.0.conv1.weight`,
/// `bn1.running_mean`, `fc.bias`. So nothing is renamed, and what ``Parameters`` writes PyTorch loads.
///
/// ```swift
/// // Python: safetensors.torch.save_file(model.state_dict(), "resnet18.safetensors")
/// var weights = try StateDict(contentsOf: "resnet18.safetensors")
/// weights.foldColour(for: graph)
/// let parameters = try weights.parameters(of: graph)
/// ```
public struct StateDict: Sendable {
  /// Where the weights come from, for errors.
  public let path: String
  public private(set) var tensors: [String: Tensor]

  public init(_ tensors: [String: Tensor], path: String) {
    self.path = path
    self.tensors = tensors
  }

  /// Reads a safetensors file. `num_batches_tracked`, PyTorch's count beside running statistics, is left out: nothing depends on it.
  ///
  /// - Throws: ``NeuralNetError/unreadableWeights(path:reason:)``.
  public init(contentsOf path: String) throws(NeuralNetError) {
    let file = try Safetensors(contentsOf: path) { $0 == "num_batches_tracked" || $0.hasSuffix(".num_batches_tracked") }
    self.init(file.tensors, path: path)
  }
}

extension StateDict {
  /// Sums the three channels of the first convolution into one where `graph` takes grey pictures: on a grey picture it then gives what
  /// the three gave on that picture in every channel.
  ///
  /// - Returns: the name of the weight; nil where there was nothing to fold.
  @discardableResult
  public mutating func foldColour(for graph: Graph) -> String? {
    for node in graph.nodes where node.inputs == [0] {
      guard case .convolution(let attributes) = node.operation, attributes.groups == 1, let name = node.parameters.first,
        let colour = tensors[name], graph.inputShape[0] == 1, colour.shape.rank == 4, colour.shape[1] == 3
      else { continue }
      let window = colour.shape[2] * colour.shape[3]
      let scalars = (0..<colour.shape[0] * window).map { index -> Float in
        let first = index / window * 3 * window + index % window
        return colour.scalars[first] + colour.scalars[first + window] + colour.scalars[first + 2 * window]
      }
      tensors[name] = Tensor(shape: [colour.shape[0], 1, colour.shape[2], colour.shape[3]], scalars: scalars)
      return name
    }
    return nil
  }

  /// The parameters of `graph`: every one of them, in its shape, and nothing else.
  ///
  /// - Parameters:
  ///   - graph: the network that takes them.
  ///   - isExcluded: names of parameters that are not taken, such as those of a head of another shape; the result lacks them. None by
  ///     default.
  /// - Throws: ``NeuralNetError/unfittingWeights(path:missing:unexpected:misshapen:)`` naming all that does not fit.
  public func parameters(of graph: Graph, excluding isExcluded: (String) -> Bool = { _ in false }) throws(NeuralNetError) -> Parameters {
    let wanted = graph.parameters.filter { !isExcluded($0.name) }
    let names = Set(wanted.map(\.name))
    let missing = wanted.map(\.name).filter { tensors[$0] == nil }
    let unexpected = tensors.keys.filter { !names.contains($0) && !isExcluded($0) }.sorted()
    let misshapen = wanted.compactMap { parameter -> String? in
      guard let tensor = tensors[parameter.name], tensor.shape != parameter.shape else { return nil }
      return "\(parameter.name) (\(tensor.shape), the network's is \(parameter.shape))"
    }
    guard missing.isEmpty, unexpected.isEmpty, misshapen.isEmpty else {
      throw .unfittingWeights(path: path, missing: missing, unexpected: unexpected, misshapen: misshapen)
    }
    return Parameters(tensors: tensors.filter { names.contains($0.key) })
  }
}
