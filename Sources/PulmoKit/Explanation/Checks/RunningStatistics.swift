import Imaging
import NeuralNet

/// Measures the statistics that batch normalisation of a network finds on one picture and its mirror images.
///
/// A training step at a learning rate of 0 moves running statistics that begin at 0 to their share of the batch's, and nothing else.
actor RunningStatistics {
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let thread = ComputeThread()
  private let network: ExplainedNetwork
  private let names: Set<String>

  /// - Parameters:
  ///   - network: whose statistics they are to be.
  ///   - names: parameters of the layers that are meant; all others go by the statistics they have.
  init(of network: ExplainedNetwork, ofLayersWith names: Set<String>) {
    self.network = network
    self.names = names
  }

  /// By name, the running means and variances.
  func tensors(on picture: GrayImage) throws(NeuralNetError) -> [String: Tensor] {
    let layers = network.graph.nodes.compactMap { node in node.statisticsMomentum(with: names).map { (node, $0) } }
    var start = network.parameters
    for (node, _) in layers {
      for name in node.parameters.suffix(2) { start.tensors[name].map { start.tensors[name] = Tensor(shape: $0.shape) } }
    }
    let pictures = picture.mirrorImages
    let input = Tensor(
      shape: Shape([pictures.count] + network.preprocessing.inputShape.dimensions),
      scalars: pictures.flatMap { network.preprocessing.tensor(of: $0).scalars })
    let program = try TrainingProgram(
      network.graph, start, loss: network.scheme.loss(classWeights: nil, labelSmoothing: 0), optimizer: SGD(),
      training: TrainingOptions(learnedLayers: layers.flatMap(\.0.parameters)), CompileOptions(batchSize: pictures.count, threads: 1))
    _ = try program.step(input, targets: Tensor(shape: program.targetShape), learningRate: 0, seed: 0)
    let moved = try program.parameters()
    var tensors: [String: Tensor] = [:]
    for (node, momentum) in layers {
      for name in node.parameters.suffix(2) {
        guard let tensor = moved.tensors[name] else { throw .missingParameter(name: name) }
        tensors[name] = Tensor(shape: tensor.shape, scalars: tensor.scalars.map { $0 / momentum })
      }
    }
    return tensors
  }
}

extension GrayImage {
  /// Itself, and mirrored along either axis and both.
  fileprivate var mirrorImages: [GrayImage] {
    let rows = stride(from: 0, to: pixels.count, by: width).map { pixels[$0..<$0 + width] }
    return [rows, rows.reversed()].flatMap { rows in
      [
        GrayImage(width: width, height: height, pixels: Array(rows.joined())),
        GrayImage(width: width, height: height, pixels: rows.flatMap { $0.reversed() }),
      ]
    }
  }
}
