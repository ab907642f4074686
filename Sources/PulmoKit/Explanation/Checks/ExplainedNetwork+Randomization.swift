import Imaging
import NeuralNet

extension ExplainedNetwork {
  /// Layers that have parameters.
  var parameterLayerCount: Int { graph.nodes.count { !$0.parameters.isEmpty } }

  /// The network with the parameters of its last layers drawn anew, as training would begin with them.
  ///
  /// Batch normalisation that is drawn anew scales by 1, shifts by 0, and gets the statistics that the new network has on the picture and its
  /// mirror images: with those of the old weights its results would overflow, or be the same for any film.
  /// - Parameters:
  ///   - count: layers with parameters, counted from the output.
  ///   - seed: of the draw.
  ///   - picture: as the network's ``Preprocessing`` makes it of a film.
  /// - Throws: `NeuralNetError` where the engine fails.
  func randomized(lastLayers count: Int, seed: UInt64, on picture: GrayImage) async throws(NeuralNetError) -> ExplainedNetwork {
    var generator = SplitMix64(keys: seed, 0x666F_7267)
    let drawn = Parameters.initialized(for: graph, using: &generator)
    let names = Set(graph.nodes.filter { !$0.parameters.isEmpty }.suffix(count).flatMap(\.parameters))
    var network = self
    network.parameters.tensors.merge(drawn.tensors.filter { names.contains($0.key) }) { $1 }
    guard graph.nodes.contains(where: { $0.normalizes(with: names) }) else { return network }
    let statistics = RunningStatistics(of: network, ofLayersWith: names)
    network.parameters.tensors.merge(try await statistics.tensors(on: picture)) { $1 }
    return network
  }
}

extension Graph.Node {
  /// The share of a batch in the running statistics, where the node is batch normalisation that uses parameters of these names and measures.
  func statisticsMomentum(with names: Set<String>) -> Float? {
    guard case .batchNormalization(let attributes) = operation, parameters.allSatisfy(names.contains), !attributes.isFrozen,
      attributes.momentum > 0
    else { return nil }
    return attributes.momentum
  }

  fileprivate func normalizes(with names: Set<String>) -> Bool { statisticsMomentum(with: names) != nil }
}
