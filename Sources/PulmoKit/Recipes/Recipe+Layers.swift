import NeuralNet

extension Recipe {
  /// Refuses layers that the network does not have, and stages in which nothing would learn.
  func refuseUnknownLayers(in graph: Graph) throws(TrainingError) {
    var named = unfreezing.map { ("unfreezing", $0.layers) }
    named += [("frozenLayers", frozenLayers), ("redrawnLayers", redrawnLayers)]
    named.append(("learningRateFactors", learningRateFactors.keys.sorted()))
    for (key, layers) in named {
      for layer in layers where !graph.parameters.contains(where: { $0.name.isInLayer(layer) }) {
        throw .recipe(key: key, reason: "\(architecture.name) has no layer '\(layer)'; it has \(graph.layerNames.joined(separator: ", "))")
      }
    }
    for stage in unfreezing {
      let learns = graph.parameters.contains { parameter in
        parameter.isTrainable && stage.layers.contains { parameter.name.isInLayer($0) }
          && !frozenLayers.contains { parameter.name.isInLayer($0) }
      }
      guard learns else {
        throw .recipe(
          key: "unfreezing",
          reason: "nothing would learn in the stage of \(stage.layers.joined(separator: ", ")): frozenLayers has them all; take one out")
      }
    }
    if frozenStatistics, !graph.nodes.contains(where: { if case .batchNormalization = $0.operation { true } else { false } }) {
      throw .recipe(key: "frozenStatistics", reason: "\(architecture.name) has no batch normalisation; leave it out")
    }
  }
}

extension Graph {
  /// The layers that have parameters, in order.
  fileprivate var layerNames: [String] {
    parameters.map(\.name.layerName).reduce(into: []) { names, name in if names.last != name { names.append(name) } }
  }
}
