extension Graph {
  /// The same graph with every batch normalisation frozen whose parameters all are: its running statistics are state of the layer
  /// too, and stay with it.
  func freezingNormalization(where isFrozen: (String) -> Bool) -> Graph {
    var graph = self
    for (index, node) in nodes.enumerated() {
      guard case .batchNormalization(var attributes) = node.operation, node.parameters.allSatisfy(isFrozen) else { continue }
      attributes.isFrozen = true
      graph.nodes[index].operation = .batchNormalization(attributes)
    }
    return graph
  }

  /// The same function with every max pooling that follows a ReLU moved before it: they commute, and the ReLU, forward and
  /// backward, then works on the smaller picture. Nodes named in `taps` stay where they are, and so does a ReLU behind a batch
  /// normalisation, which does it in passing.
  func poolingBeforeReLU(keeping taps: Set<String>) -> Graph {
    var graph = self
    for (index, pool) in nodes.enumerated() {
      guard case .pooling(let window) = pool.operation, window.kind == .maximum else { continue }
      let relu = pool.inputs[0]
      guard graph.nodes[relu].operation == .activation(.relu), graph.nodes.count(where: { $0.inputs.contains(relu) }) == 1,
        relu != output, index != output, relu == index - 1, !taps.contains(pool.name), !taps.contains(graph.nodes[relu].name)
      else { continue }
      if case .batchNormalization = graph.nodes[graph.nodes[relu].inputs[0]].operation { continue }
      // They stand side by side, so swapping them in place keeps every index before and after.
      let before = graph.nodes[relu]
      graph.nodes[relu] = Node(name: pool.name, operation: pool.operation, inputs: before.inputs, parameters: [], shape: pool.shape)
      graph.nodes[index] = Node(name: before.name, operation: before.operation, inputs: [relu], parameters: [], shape: pool.shape)
    }
    return graph
  }

  /// The same function for inference with each batch normalisation that follows a convolution folded into its weights:
  /// `w ← w · scale / √(variance + ε)`, `b ← (b - mean) · scale / √(variance + ε) + shift`, in double precision.
  /// The convolution must have no other user and neither node be named in `taps`; what cannot be folded stays.
  func foldingBatchNormalization(
    _ parameters: consuming Parameters, keeping taps: Set<String>
  ) throws(NeuralNetError) -> (Graph, FoldedParameters) {
    var graph = self
    var parameters = FoldedParameters(parameters)
    for (index, norm) in nodes.enumerated() {
      guard case .batchNormalization(let attributes) = norm.operation else { continue }
      let source = norm.inputs[0]
      guard case .convolution(var convolution) = nodes[source].operation, nodes.count(where: { $0.inputs.contains(source) }) == 1,
        source != output, !taps.contains(nodes[source].name)
      else { continue }
      let own = nodes[source].parameters
      let weightName = own[0]
      let scale = try parameters.tensor(norm.parameters[0]).scalars
      let shift = try parameters.tensor(norm.parameters[1]).scalars
      let mean = try parameters.tensor(norm.parameters[2]).scalars
      let variance = try parameters.tensor(norm.parameters[3]).scalars
      let old = own.count > 1 ? try parameters.tensor(own[1]).scalars : [Float](repeating: 0, count: scale.count)
      guard [scale, shift, mean, variance, old].allSatisfy({ $0.count == convolution.channels }) else {
        throw .parameterShape(name: norm.name, expected: [convolution.channels], actual: [scale.count])
      }
      var factors: [Double] = []
      var bias: [Float] = []
      for channel in 0..<convolution.channels {
        let factor = Double(scale[channel]) / (Double(variance[channel]) + Double(attributes.epsilon)).squareRoot()
        factors.append(factor)
        bias.append(Float((Double(old[channel]) - Double(mean[channel])) * factor + Double(shift[channel])))
      }
      let biasName = own.count > 1 ? own[1] : norm.parameters[1]
      parameters.fold(weightName, factors, bias: biasName, bias)
      convolution.hasBias = true
      // The convolution takes the place of the normalisation, so that users and the output keep their indices; what it
      // leaves behind is the identity, which the next pass over the nodes removes.
      graph.nodes[index] = Node(
        name: norm.name, operation: .convolution(convolution), inputs: nodes[source].inputs, parameters: [weightName, biasName],
        shape: norm.shape)
    }
    return (graph.removingUnused(), parameters)
  }

  /// The graph without the nodes and parameters that its output does not use.
  private func removingUnused() -> Graph {
    var used = Set([0, output])
    for index in nodes.indices.reversed() where used.contains(index) { used.formUnion(nodes[index].inputs) }
    let kept = used.sorted()
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, $0.offset) })
    var graph = self
    graph.nodes = kept.map { index in
      var node = nodes[index]
      node.inputs = node.inputs.compactMap { places[$0] }
      return node
    }
    graph.output = places[output] ?? output
    let names = Set(graph.nodes.flatMap(\.parameters))
    graph.parameters = parameters.filter { names.contains($0.name) }
    return graph
  }
}

extension Parameters {
  /// - Throws: ``NeuralNetError/missingParameter(name:)``
  func tensor(_ name: String) throws(NeuralNetError) -> Tensor {
    guard let tensor = tensors[name] else { throw .missingParameter(name: name) }
    return tensor
  }
}
