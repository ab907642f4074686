public import Imaging

/// Puts the explanations of a method on a network to the test.
///
/// ```swift
/// let checks = try await ExplanationChecks(of: .gradCAM, on: network)
/// let map = try await checks.explainer.heatmap(of: picture, for: .pneumonia)
/// print(try await checks.verdict(on: map, of: picture, for: .pneumonia).summary)
/// ```
public struct ExplanationChecks: Sendable {
  public let network: ExplainedNetwork
  public let method: ExplanationMethod
  /// What LIME goes by; its seed is also that of what the checks draw.
  public let lime: LIME.Options
  /// Of integrated gradients.
  public let steps: Int
  /// The method at work on the network.
  public let explainer: MethodExplainer
  private let hiding: HidingTest

  /// Steps of the cascade of forgetting: the output's layer, then about as many more at each.
  static let stageCount = 4
  /// Draws of all weights.
  static let drawCount = 3
  /// Seeds that LIME's stability looks at.
  static let seedCount = 3

  /// Compiles the network.
  /// - Parameters:
  ///   - method: that explains.
  ///   - network: that is explained.
  ///   - lime: what LIME goes by; its seed is also that of what the checks draw.
  ///   - steps: of integrated gradients, at least 1.
  /// - Throws: `NeuralNetError` where the network does not compile, `GradientError` where it has no layer the method can look at.
  public init(
    of method: ExplanationMethod, on network: ExplainedNetwork, lime: LIME.Options = LIME.Options(),
    steps: Int = IntegratedGradients.standardSteps
  ) async throws {
    self.network = network
    self.method = method
    self.lime = lime
    self.steps = steps
    explainer = try await method.explainer(for: network, lime: lime, steps: steps)
    hiding = try await HidingTest(network, seed: lime.seed)
  }

  /// All checks of one map. It takes several times as long as the map.
  /// - Parameters:
  ///   - map: by ``explainer``.
  ///   - picture: as the network's ``Preprocessing`` makes it of a film.
  ///   - label: the class that is explained.
  ///   - region: what part of the film the picture shows, ``SeenFilm/region``; nil, unless told, for what the network asks for. One that asks
  ///     for the lungs is shown the whole film where no chest is recognised, and its map may then dwell on the border like any other.
  /// - Throws: `NeuralNetError` where the engine fails, `StatisticsError` where the network gives no number.
  public func verdict(
    on map: Heatmap, of picture: GrayImage, for label: Label, showing region: PictureRegion? = nil
  ) async throws -> ExplanationVerdict {
    let isWhole = (region ?? network.preprocessing.region) == .whole
    return ExplanationVerdict(
      of: map, weights: try await weights(of: map, picture, for: label), hiding: try await hiding.curves(of: map, picture, for: label),
      shares: isWhole ? AttributionShares(of: map, lungs: LungRegion(of: picture)) : nil,
      stability: try await stability(of: picture, for: label))
  }

  /// What other samples say; nil but for LIME, since nothing else is drawn by chance.
  private func stability(of picture: GrayImage, for label: Label) async throws -> LIMEStability? {
    guard case .lime(let lime) = explainer else { return nil }
    return try await lime.stability(of: picture, for: label, seedCount: Self.seedCount)
  }

  /// What stays of a map when the network forgets what it learned.
  func weights(of map: Heatmap, _ picture: GrayImage, for label: Label) async throws -> WeightRandomization {
    func similarity(_ layers: Int, draw: Int) async throws -> Double? {
      let other = try await network.randomized(lastLayers: layers, seed: lime.seed &+ UInt64(draw), on: picture)
      let explainer = try await method.explainer(for: other, lime: lime, steps: steps)
      do {
        return try WeightRandomization.similarity(map, try await explainer.heatmap(of: picture, for: label))
      } catch is GradientError {
        // A network with drawn weights may overflow: it shows no map, and is no fault of the one that is explained.
        return nil
      }
    }
    let all = network.parameterLayerCount
    let counts = (0..<Self.stageCount).map { max(1, all * $0 / (Self.stageCount - 1)) }
    var stages: [WeightRandomization.Stage] = []
    for layers in Set(counts).sorted() { stages.append(.init(layers: layers, similarity: try await similarity(layers, draw: 0))) }
    var draws = [stages.last?.similarity]
    for draw in 1..<Self.drawCount { draws.append(try await similarity(all, draw: draw)) }
    return WeightRandomization(stages: stages, draws: draws)
  }
}
