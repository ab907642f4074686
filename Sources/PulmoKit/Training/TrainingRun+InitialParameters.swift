import NeuralNet

extension TrainingRun {
  /// Drawn by the seed, or taken from the recipe's `init`: a model's folder, or a file of weights.
  ///
  /// What is not taken as it stands is told by a warning: a first layer of three channels is summed into one for grey pictures, and a head
  /// of another number of outputs is drawn.
  func initialParameters(of graph: Graph, from model: ModelArtifact?, _ onEvent: (TrainingEvent) -> Void) throws -> Parameters {
    var generator = SplitMix64(keys: recipe.seed, 0x696E_6974)
    var parameters = Parameters.initialized(for: graph, using: &generator)
    guard let path = recipe.initialModel else { return parameters }
    var weights = try model.map { StateDict($0.parameters.tensors, path: path) } ?? StateDict(contentsOf: path)
    if let name = weights.foldColour(for: graph), !recipe.redrawnLayers.contains(where: name.isInLayer) {
      onEvent(.warning("\(path): the three channels of \(name) are summed into one, for pictures of one"))
    }
    var redrawn = recipe.redrawnLayers
    if let head = weights.otherHead(than: graph), !redrawn.contains(head.layer) {
      redrawn.append(head.layer)
      onEvent(.warning("\(path): \(head.layer) has \(head.outputs) outputs where this network has \(graph.outputShape): it is drawn anew"))
    }
    do throws(NeuralNetError) {
      let taken = try weights.parameters(of: graph) { name in redrawn.contains { name.isInLayer($0) } }
      parameters.tensors.merge(taken.tensors) { $1 }
    } catch {
      throw TrainingError.recipe(
        key: "init",
        reason:
          "\(error). Take the architecture and input it was made with, or draw the layers that do not fit anew: redrawnLayers=[LAYER, …]"
      )
    }
    if let misfit = parameters.misfit(with: graph) { throw TrainingError.recipe(key: "init", reason: "\(path): \(misfit)") }
    return parameters
  }
}

extension Recipe {
  /// Ends an ``initialModel`` that is a file of weights by PyTorch's names, and no model's folder.
  package static let weightsSuffix = ".safetensors"
}

extension StateDict {
  /// The layer that makes the result of `graph`, where it has another number of outputs here.
  fileprivate func otherHead(than graph: Graph) -> (layer: String, outputs: Int)? {
    let node = graph.nodes[graph.output]
    guard case .dense = node.operation, let weight = node.parameters.first, let tensor = tensors[weight],
      let outputs = tensor.shape.dimensions.first, outputs != node.shape[0]
    else { return nil }
    return (weight.layerName, outputs)
  }
}

extension String {
  /// Of a parameter, such as `block1.conv.weight`: the layer it belongs to.
  var layerName: String { split(separator: ".").dropLast().joined(separator: ".") }

  /// Whether a parameter of this name stands in the layer, at any depth.
  func isInLayer(_ layer: String) -> Bool { self == layer || hasPrefix(layer + ".") }
}
