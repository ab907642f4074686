public import Imaging
public import NeuralNet

/// What the layers of a network make of a film.
///
/// ```swift
/// let maps = try await FeatureMaps(network).maps(of: picture)
/// let grid = maps[0]                                // a layer's channels
/// let across = maps.map { $0.channel(5) }           // one channel across the layers
/// ```
///
/// Each map is held as floats, `C · H · W` of them: of EfficientNet-Lite0's blocks at 192 × 192 pixels 3 MB in all.
///
/// Everything computes on a `ComputeThread` of its own: the actor's executor is that thread.
public actor FeatureMaps {
  /// The layers that are shown, in order of computation.
  public nonisolated let layers: [String]
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private let thread = ComputeThread()
  private let preprocessing: Preprocessing
  /// Nil only while it is compiled, which has to happen on the thread that runs it.
  private var program: InferenceProgram?

  /// - Parameters:
  ///   - network: a convolutional network.
  ///   - layers: some of ``ExplainedNetwork/spatialLayers``; by default ``ExplainedNetwork/blockLayers``, what a reader wants.
  /// - Throws: ``GradientError`` where the network has no such layer, or none that still is a picture; `NeuralNetError` where a parameter is
  ///   missing or oneDNN refuses the graph.
  public init(_ network: ExplainedNetwork, layers: [String]? = nil) async throws {
    let chosen = layers ?? network.blockLayers
    try network.expectSpatial(chosen)
    self.layers = network.spatialLayers.filter(Set(chosen).contains)
    preprocessing = network.preprocessing
    program = nil
    // From here on the initialiser runs on `thread`. One thread, so that the bits are the same on any machine's number of them.
    program = try InferenceProgram(network.graph, network.parameters, CompileOptions(threads: 1, taps: Set(chosen)))
  }

  /// What each of ``layers`` makes of a picture, in their order.
  /// - Parameter picture: as the network's ``Preprocessing`` makes it of a film.
  /// - Throws: `NeuralNetError` where the engine fails.
  public func maps(of picture: GrayImage) throws(NeuralNetError) -> [FeatureMap] {
    guard let program else { preconditionFailure("maps are compiled before they are asked for") }
    var logits = Tensor(shape: program.outputShape)
    try program.run(preprocessing.tensor(of: picture), into: &logits)
    return try layers.map { layer throws(NeuralNetError) in
      let result = try program.tap(layer)
      return FeatureMap(
        layer: layer, channels: result.shape[1], width: result.shape[3], height: result.shape[2], values: result.scalars)
    }
  }
}
