import Imaging
import NeuralNet
import Statistics

/// Explains what a model says of films: decodes each film once, asks the model, and lets each method look.
///
/// ```swift
/// var options = ExplanationOptions()
/// options.methods = [.lime, .gradCAM]
/// let explainer = try await FilmExplainer(artifact, options)
/// let explanation = try await explainer.explanation(ofFilmAt: "film.jpeg")
/// ```
///
/// The same film, model and options give the same explanation, on any number of threads.
public struct FilmExplainer: Sendable {
  public let options: ExplanationOptions
  private let artifact: ModelArtifact
  private let network: ExplainedNetwork
  private let predictor: Predictor
  private let methods: [Method]
  private let featureMaps: FeatureMaps?

  /// A method at work on the network.
  private struct Method: Sendable {
    let method: ExplanationMethod
    let explainer: MethodExplainer
    /// Nil where maps are not checked.
    let checks: ExplanationChecks?
  }

  /// Compiles the network for each method.
  /// - Parameters:
  ///   - artifact: the model.
  ///   - options: what is asked; the class is one that the model tells apart.
  ///   - threads: threads it may compute on; nil for one per processor.
  /// - Throws: ``GradientError`` where a method cannot look into this network, `NeuralNetError` where the engine refuses it.
  public init(_ artifact: ModelArtifact, _ options: ExplanationOptions, threads: Int? = nil) async throws {
    let network = ExplainedNetwork(artifact, threads: threads)
    precondition(network.labels.contains(options.label), "the model does not tell \(options.label.rawValue) apart")
    self.artifact = artifact
    self.options = options
    self.network = network
    // As screening compiles it, so that the probability has the same bits.
    predictor = try await Predictor(artifact, threads: 1)
    var methods: [Method] = []
    for method in options.methods {
      let checks = options.isChecked ? try await ExplanationChecks(of: method, on: network, lime: options.lime, steps: options.steps) : nil
      let explainer =
        if let checks { checks.explainer } else { try await method.explainer(for: network, lime: options.lime, steps: options.steps) }
      methods.append(Method(method: method, explainer: explainer, checks: checks))
    }
    self.methods = methods
    featureMaps = options.showsFeatureMaps ? try await FeatureMaps(network) : nil
  }

  /// What the explanations are made with.
  public var settings: ExplanationSettings {
    ExplanationSettings(
      options: options, methods: methods.map { ExplanationSettings.Method(method: $0.method, explainer: $0.explainer) },
      layers: featureMaps?.layers ?? [])
  }

  /// Explains one film.
  /// - Parameters:
  ///   - path: the film.
  ///   - progress: called with the method that is at work.
  /// - Throws: `ImagingError` where the film cannot be read, or the model gives no number for it or nothing that a method can explain;
  ///   `NeuralNetError` where the engine fails; `CancellationError`.
  public func explanation(ofFilmAt path: String, progress: (ExplanationMethod) -> Void = { _ in }) async throws -> FilmExplanation {
    let film = try GrayImage(contentsOf: path)
    let picture = network.preprocessing.picture(of: film)
    let probabilities = try await predictor.probabilities(of: [picture])[0]
    guard let probability = probabilities.probability(of: options.label), probability.isFinite else {
      throw ImagingError(path: path, reason: "the model gives no number for this film; its weights may be damaged")
    }
    let seen = SeenFilm(film, network.preprocessing)
    var explanations: [MethodExplanation] = []
    for method in methods {
      try Task.checkCancellation()
      progress(method.method)
      do {
        explanations.append(try await explanation(of: picture, seen.region, by: method))
      } catch is StatisticsError {
        throw ImagingError(path: path, reason: "the model gives no number for this film with parts hidden; its weights may be damaged")
      } catch let error as GradientError {
        throw ImagingError(path: path, reason: "\(error)")
      }
    }
    return FilmExplanation(
      path: path, film: seen, prediction: Prediction(probabilities, by: artifact.manifest),
      label: options.label, probability: probability, explanations: explanations,
      featureMaps: try await featureMaps?.maps(of: picture) ?? [])
  }

  /// - Parameter region: what part of the film the picture shows.
  private func explanation(of picture: GrayImage, _ region: PictureRegion, by method: Method) async throws -> MethodExplanation {
    let label = options.label
    func explanation(
      _ heatmap: Heatmap, _ detail: (ExplanationVerdict?) async throws -> MethodExplanation.Detail
    ) async throws -> MethodExplanation {
      let verdict = try await method.checks?.verdict(on: heatmap, of: picture, for: label, showing: region)
      return MethodExplanation(method: method.method, heatmap: heatmap, detail: try await detail(verdict), verdict: verdict)
    }
    switch method.explainer {
    case .lime(let lime):
      let weighed = try await lime.explanation(of: picture, for: label)
      return try await explanation(weighed.heatmap) { verdict in
        if let stability = verdict?.stability { return .lime(weighed, stability) }
        return .lime(weighed, try await lime.stability(of: picture, for: label, knowing: weighed, seedCount: 2))
      }
    case .integratedGradients(let gradients):
      let attribution = try await gradients.attribution(of: picture, for: label)
      return try await explanation(attribution.heatmap) { _ in .integratedGradients(attribution) }
    case .gradCAM(let gradCAM):
      return try await explanation(try await gradCAM.heatmap(of: picture, for: label)) { _ in .gradCAM(layer: gradCAM.layer) }
    case .occlusion(let occlusion):
      return try await explanation(try await occlusion.heatmap(of: picture, for: label)) { _ in .occlusion }
    }
  }
}
