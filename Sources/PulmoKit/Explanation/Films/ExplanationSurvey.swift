public import Imaging
import NeuralNet

/// What the checks say of a method's maps on several films of a model, spread evenly over all that it says, from its surest normal film to its
/// surest pneumonia: one map that passes says little of the next.
public struct ExplanationSurvey: Sendable, Hashable {
  /// One film with its map, as a page shows it.
  public let films: [ExplainedFilm]
  /// What the checks say of each film's map, in the films' order.
  public let verdicts: [ExplanationVerdict]
  public let method: ExplanationMethod
  /// Chosen films that could not be explained, with the reason: they are in no count.
  public let failures: [ImagingError]

  /// Explains films for pneumonia and puts each map to the test. A film that fails stops no other.
  /// - Parameters:
  ///   - films: as they were scored, with paths.
  ///   - count: how many of them are explained, at least 1.
  ///   - method: that explains; Grad-CAM unless told, as on the triage page.
  ///   - artifact: the model.
  ///   - threads: threads it may compute on; nil for one per processor.
  ///   - progress: called with how many of all are done.
  /// - Throws: ``GradientError`` where the method cannot look into this network, `NeuralNetError` where the engine refuses it,
  ///   `CancellationError`.
  public init(
    of films: [EvaluatedFilm], count: Int, by method: ExplanationMethod = .gradCAM, of artifact: ModelArtifact, threads: Int? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) async throws {
    precondition(count >= 1, "a survey of \(count) films")
    var options = ExplanationOptions()
    options.methods = [method]
    options.isChecked = true
    let explainer = try await FilmExplainer(artifact, options, threads: threads)
    let paths = Self.spread(films.filter { $0.path != nil }.sorted { $0.score.probability < $1.score.probability }, count).compactMap(
      \.path)
    let model = "\(artifact.manifest.name) \(artifact.manifest.version)"
    var (explained, verdicts): ([ExplainedFilm], [ExplanationVerdict]) = ([], [])
    var failures: [ImagingError] = []
    for (index, path) in paths.enumerated() {
      progress(index, paths.count)
      do {
        let film = try await explainer.explanation(ofFilmAt: path)
        explained.append(try film.onPage(model: model, channel: options.channel))
        verdicts += film.explanations.compactMap(\.verdict)
      } catch let error as ImagingError {
        failures.append(ImagingError(path: path, reason: error.reason))
      } catch let error as NeuralNetError {
        failures.append(ImagingError(path: path, reason: "the engine failed: \(error)"))
      }
    }
    self.films = explained
    self.verdicts = verdicts
    self.method = method
    self.failures = failures
  }

  /// `count` of the elements at even distances, from the middle of the first stretch to the middle of the last; all where there are no more.
  static func spread<Element>(_ elements: [Element], _ count: Int) -> [Element] {
    guard count < elements.count else { return elements }
    return (0..<count).map { elements[(2 * $0 + 1) * elements.count / (2 * count)] }
  }

  /// The maps of an outcome: over all their checks, or of one question.
  public func count(_ outcome: CheckOutcome, of question: CheckQuestion? = nil) -> Int {
    verdicts.count { verdict in
      guard let question else { return verdict.outcome == outcome }
      return verdict.checks.contains { $0.question == question && $0.outcome == outcome }
    }
  }

  /// The questions that were put to the maps.
  var questions: [CheckQuestion] {
    CheckQuestion.allCases.filter { question in verdicts.contains { $0.checks.contains { $0.question == question } } }
  }
}

extension ExplanationSurvey: Encodable {
  private enum CodingKeys: String, CodingKey {
    case method, films, failures
  }

  private struct Film: Encodable {
    let path: String
    let probability: Double
    let verdict: ExplanationVerdict
  }

  private struct Failure: Encodable {
    let path: String
    let error: String
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(method, forKey: .method)
    try container.encode(
      zip(films, verdicts).map { Film(path: $0.name, probability: $0.probability, verdict: $1) }, forKey: .films)
    try container.encode(failures.map { Failure(path: $0.path, error: $0.reason) }, forKey: .failures)
  }
}
