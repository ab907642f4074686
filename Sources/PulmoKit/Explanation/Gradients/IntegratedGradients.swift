import FoundationEssentials
public import Imaging
public import NeuralNet

/// Integrated gradients: how much each pixel adds to a class's log-odds on the way from a picture of one grey to the film.
///
/// ```
/// attribution[p] = Σ channels (x[p] - b[p]) · ∫ from 0 to 1  ∂F / ∂x[p] (b + α · (x - b)) dα
/// ```
/// with `x` the network's input, `b` that of the grey picture and `F` the log-odds (``ClassLogOdds``). The attributions of all pixels sum to
/// `F(x) - F(b)`; how far the sum of finitely many steps misses that is part of the answer (``Attribution/completenessGap``).
///
/// ```swift
/// let method = try await IntegratedGradients(network)
/// let attribution = try await method.attribution(of: picture, for: .pneumonia)
/// print(attribution.completenessGap, attribution.relativeCompletenessGap ?? .nan)
/// ```
///
/// A pixel of the baseline's own grey gets nothing, whatever it means: from black, what is black on the film cannot speak.
///
/// The integral is taken by Gauss and Legendre's rule at ``steps`` places, as the Python package `captum` does by default.
///
/// Source: Sundararajan, Taly, Yan, "Axiomatic attribution for deep networks", ICML 2017.
public struct IntegratedGradients: Explainer {
  /// Four times as many as `captum` takes: with 50, the map of a deep network is still a fifth of its length away from that of 800 steps.
  public static let standardSteps = 200

  /// Places on the way where the gradient is taken.
  public let steps: Int
  /// The grey level of the picture where the way begins, 0 black to 255 white.
  public let baselineLevel: UInt8
  private let network: ExplainedNetwork
  /// Of one thread each, so that the bits do not hang on their number.
  private let runners: [GradientRunner]

  /// Inputs computed at once: a compromise between speed and the memory that every layer's result takes.
  private static let batchSize = 4
  /// The most runners: each holds every layer's results of a batch and their gradients, some 260 MB of EfficientNet-Lite0 at 224 pixels.
  private static let runnerLimit = 8

  /// - Parameters:
  ///   - network: any network.
  ///   - steps: places on the way where the gradient is taken, at least 1; ``standardSteps`` by default.
  ///   - baselineLevel: the grey level of the picture where the way begins; 0 by default, black.
  /// - Throws: `NeuralNetError` where a parameter is missing or oneDNN refuses the graph.
  public init(_ network: ExplainedNetwork, steps: Int = standardSteps, baselineLevel: UInt8 = 0) async throws(NeuralNetError) {
    precondition(steps >= 1, "a way has one step at least, not \(steps)")
    self.network = network
    self.steps = steps
    self.baselineLevel = baselineLevel
    let threads = network.threads ?? ProcessInfo.processInfo.activeProcessorCount
    var runners: [GradientRunner] = []
    let batches = (steps + 2 + Self.batchSize - 1) / Self.batchSize
    for _ in 0..<min(threads, Self.runnerLimit, batches) {
      runners.append(try await GradientRunner(network, batchSize: Self.batchSize))
    }
    self.runners = runners
  }

  /// The heatmap of ``attribution(of:for:)``.
  /// - Parameters:
  ///   - picture: as the network's ``Preprocessing`` makes it of a film.
  ///   - label: the class, one of ``ExplainedNetwork/labels``.
  /// - Throws: ``GradientError/notFinite(label:)``; `NeuralNetError` where the engine fails.
  public func heatmap(of picture: GrayImage, for label: Label) async throws -> Heatmap {
    try await attribution(of: picture, for: label).heatmap
  }

  /// What each pixel adds to the log-odds, and how far the sum of all is from what it should be.
  /// - Parameters:
  ///   - picture: as the network's ``Preprocessing`` makes it of a film.
  ///   - label: the class, one of ``ExplainedNetwork/labels``.
  /// - Throws: ``GradientError/notFinite(label:)``; `NeuralNetError` where the engine fails.
  public func attribution(of picture: GrayImage, for label: Label) async throws -> Attribution {
    let logOdds = ClassLogOdds(of: label, in: network.scheme)
    let grey = GrayImage(width: picture.width, height: picture.height, pixels: Array(repeating: baselineLevel, count: picture.pixels.count))
    let film = network.preprocessing.tensor(of: picture).scalars.map(Double.init)
    let baseline = network.preprocessing.tensor(of: grey).scalars.map(Double.init)
    let differences = zip(film, baseline).map { $0 - $1 }

    // Both ends of the way go along for their log-odds alone, and so does what fills the last batch.
    let rule = GaussLegendre(count: steps)
    let filling = (steps + 2) % Self.batchSize == 0 ? 0 : Self.batchSize - (steps + 2) % Self.batchSize
    let places = rule.nodes + [0, 1] + Array(repeating: 0, count: filling)
    let weights = rule.weights + Array(repeating: 0, count: 2 + filling)

    var values: [Double] = []
    var integral = [Double](repeating: 0, count: film.count)  // [C, H, W]
    for first in stride(from: 0, to: places.count, by: Self.batchSize * runners.count) {
      let batches = stride(from: first, to: places.count, by: Self.batchSize).prefix(runners.count).map { $0..<$0 + Self.batchSize }
      let inputs = batches.map { batch in
        let scalars = batch.flatMap { place in zip(baseline, differences).map { Float($0 + places[place] * $1) } }
        return Tensor(shape: Shape([Self.batchSize] + network.preprocessing.inputShape.dimensions), scalars: scalars)
      }
      let results = try await inputs.indices.concurrentTasks(atOnce: inputs.count) { [runners] place in
        try await runners[place].gradient(of: logOdds, at: inputs[place])
      }
      // Summed in the order of the places, whoever is done first.
      for (batch, result) in zip(batches, results) {
        values += result.values
        for (slot, place) in batch.enumerated() where weights[place] > 0 {
          for index in integral.indices { integral[index] += weights[place] * Double(result.gradient.scalars[slot * film.count + index]) }
        }
      }
    }
    let attributions = zip(differences, integral).map { $0 * $1 }
    return Attribution(
      attributions, of: label, width: picture.width, height: picture.height, output: values[steps + 1], baselineOutput: values[steps])
  }
}
