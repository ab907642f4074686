public import Imaging

/// Grad-CAM and Grad-CAM++: where a layer's features that speak for a class lie.
///
/// ```
/// map[i, j] = max(0, Σ c  w[c] · a[c, i, j])
/// ```
/// with `a` the layer's result and `w[c]` how much channel c counts: for Grad-CAM the mean over its pixels of the gradient of the class's
/// log-odds (``ClassLogOdds``), for Grad-CAM++ a sum of its positive gradients, each weighted by its square and cube.
///
/// ```swift
/// let gradCAM = try await GradCAM(network)
/// let heatmap = try await gradCAM.heatmap(of: picture, for: .pneumonia)
/// ```
///
/// The map is as coarse as the layer, 6 × 6 pixels in the shipped default model, and is enlarged to the picture by
/// ``Heatmap/resized(width:height:)``; values keep their scale, of log-odds times activation. It is never below 0: what speaks against the
/// class is not shown. Where nothing in the layer speaks for the class it is 0 everywhere.
///
/// Coarse maps are those of `captum` and `grad-cam`; the package `grad-cam` enlarges by OpenCV's `INTER_LINEAR`, which is the same, and
/// rescales to 0 … 1, which this does not.
///
/// Sources: Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based localization", ICCV 2017; Chattopadhyay et
/// al., "Grad-CAM++: improved visual explanations for deep convolutional networks", WACV 2018, equation 19, as the Python package `grad-cam`
/// computes it.
public struct GradCAM: Explainer {
  /// The layer whose result is mapped, one of ``ExplainedNetwork/spatialLayers``.
  public let layer: String
  /// Whether channels are weighted as Grad-CAM++ does.
  public let plusPlus: Bool
  private let network: ExplainedNetwork
  private let runner: GradientRunner

  /// - Parameters:
  ///   - network: a convolutional network.
  ///   - plusPlus: whether channels are weighted as Grad-CAM++ does; false by default.
  ///   - layer: one of ``ExplainedNetwork/spatialLayers``; by default the last that is no pooling, before rows and columns are lost: of
  ///     EfficientNet-Lite the head's activation, of a ResNet its last block, of the plain networks their last convolution's activation.
  /// - Throws: ``GradientError`` where the network has no such layer, or none that still is a picture; `NeuralNetError` where a parameter is
  ///   missing or oneDNN refuses the graph.
  public init(_ network: ExplainedNetwork, plusPlus: Bool = false, layer: String? = nil) async throws {
    if let layer { try network.expectSpatial([layer]) }
    let chosen = try layer ?? network.lastSpatialLayer()
    self.network = network
    self.plusPlus = plusPlus
    self.layer = chosen
    runner = try await GradientRunner(network, taps: [chosen])
  }

  /// ``coarseHeatmap(of:for:)``, enlarged to the picture.
  /// - Parameters:
  ///   - picture: as the network's ``Preprocessing`` makes it of a film.
  ///   - label: the class, one of ``ExplainedNetwork/labels``.
  /// - Throws: ``GradientError/notFinite(label:)``; `NeuralNetError` where the engine fails.
  public func heatmap(of picture: GrayImage, for label: Label) async throws -> Heatmap {
    try await coarseHeatmap(of: picture, for: label).resized(width: picture.width, height: picture.height)
  }

  /// The map itself, of the layer's rows and columns: none is below 0.
  /// - Parameters:
  ///   - picture: as the network's ``Preprocessing`` makes it of a film.
  ///   - label: the class, one of ``ExplainedNetwork/labels``.
  /// - Throws: ``GradientError/notFinite(label:)``; `NeuralNetError` where the engine fails.
  public func coarseHeatmap(of picture: GrayImage, for label: Label) async throws -> Heatmap {
    let logOdds = ClassLogOdds(of: label, in: network.scheme)
    let layer = try await runner.gradients(at: layer, of: logOdds, for: network.preprocessing.tensor(of: picture))
    let map = layer.map(plusPlus ? layer.plusPlusWeights : layer.meanGradients)
    guard map.values.allSatisfy(\.isFinite) else { throw GradientError.notFinite(label: label) }
    return map
  }
}
