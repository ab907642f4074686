extension Compiler {
  /// What a compiled graph reads and writes from outside.
  struct Ends {
    let input: Value
    /// Row-major.
    let output: Value
    let outputGradient: Value?
    let inputGradient: Value?
    let taps: [String: Value]
    let tapGradients: [String: Value]
  }

  /// Plans the forward pass and, outside inference, the backward pass.
  mutating func compile() throws(NeuralNetError) -> Ends {
    let input = newBuffer(try .plain(dimensions(0), node: graph.nodes[0].name), .pinned)
    values[0] = input
    for node in graph.nodes.indices.dropFirst() { try forward(node) }

    let output = newBuffer(try .plain(dimensions(graph.output), node: graph.nodes[graph.output].name), .pinned)
    try appendReorder(try shaped(graph.output), to: output, node: graph.nodes[graph.output].name)
    var kept: [String: Value] = [:]
    for (index, node) in graph.nodes.enumerated() where taps.contains(node.name) {
      kept[node.name] = value(index)
      plan.pin(value(index).buffer)
    }
    guard mode != .inference else {
      return Ends(input: input, output: output, outputGradient: nil, inputGradient: nil, taps: kept, tapGradients: [:])
    }

    isBackward = true
    let outputGradient = newBuffer(output.descriptor, .pinned)
    try contribute(outputGradient, to: graph.output)
    for node in graph.nodes.indices.dropFirst().reversed() where root(node) == node { try backward(node) }
    var tapGradients: [String: Value] = [:]
    for (index, node) in graph.nodes.enumerated() where taps.contains(node.name) {
      guard let gradient = try gradient(at: root(index)) else { continue }
      tapGradients[node.name] = gradient
      plan.pin(gradient.buffer)
    }
    var inputGradient: Value?
    if wantsInputGradient, let arrived = try gradient(at: 0) {
      let plain = newBuffer(input.descriptor, .pinned)
      try appendReorder(arrived, to: plain, node: graph.nodes[0].name)
      inputGradient = plain
    }
    return Ends(
      input: input, output: output, outputGradient: outputGradient, inputGradient: inputGradient, taps: kept, tapGradients: tapGradients)
  }

  private mutating func forward(_ node: Int) throws(NeuralNetError) {
    guard !fused.contains(node) else { return }
    switch graph.nodes[node].operation {
    case .input, .flatten: break
    case .convolution(let attributes): try forwardConvolution(node, attributes)
    case .dense: try forwardDense(node)
    case .batchNormalization(let attributes): try forwardBatchNormalization(node, attributes)
    case .activation(let function): try forwardActivation(node, function)
    case .pooling(let attributes): if try !appendMaxPooling(node) { try forwardPooling(node, .init(attributes)) }
    case .globalAveragePooling: try forwardPooling(node, .global(over: value(graph.nodes[node].inputs[0]).descriptor.dimensions))
    case .dropout(let rate): try forwardDropout(node, rate: rate)
    case .add: try forwardAdd(node)
    case .concatenation: try forwardConcatenation(node)
    }
  }

  private mutating func backward(_ node: Int) throws(NeuralNetError) {
    guard needsGradient(node) else { return }
    if let group = normalizationGroups[node] { return try backwardNormalizationGroup(group) }
    if let pooling = maxPoolings[node] { return try backwardMaxPooling(pooling) }
    guard let gradient = try gradient(at: node) else { return }
    switch graph.nodes[node].operation {
    case .input, .flatten: break
    case .convolution(let attributes): try backwardConvolution(node, attributes, gradient)
    case .dense: try backwardDense(node, gradient)
    case .batchNormalization(let attributes): try backwardBatchNormalization(node, attributes, gradient)
    case .activation(let function): try backwardActivation(node, function, gradient)
    case .pooling(let attributes): try backwardPooling(node, .init(attributes), gradient)
    case .globalAveragePooling:
      try backwardPooling(node, .global(over: value(graph.nodes[node].inputs[0]).descriptor.dimensions), gradient)
    case .dropout(let rate): try backwardDropout(node, rate: rate, gradient)
    case .add: for input in graph.nodes[node].inputs { try contribute(gradient, to: input) }
    case .concatenation: try backwardConcatenation(node, gradient)
    }
  }
}
