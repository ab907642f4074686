import Imaging
import NeuralNet

/// Shows a model labelled films with parts of them hidden, and probes that see nothing but those parts beside it.
///
/// ```swift
/// let findings = try await ShortcutTest(artifact, threads: 2).run(studies)
/// print(try ShortcutAudit(findings, threshold: artifact.manifest.threshold.value).table)
/// ```
///
/// Each film is read once, and held as the audit takes it: 0.25 GB for 5,000 films, which take some 100,000 runs of the network. A film's
/// scores are the same to the bit however many threads there are.
public struct ShortcutTest: Sendable {
  /// What it is at.
  public enum Step: String, Sendable, Hashable, CaseIterable {
    case reading, probing, scoring
  }

  public let artifact: ModelArtifact
  /// Films worked on at the same time, by a predictor each that computes one picture's views on one thread, as ``Screening``'s do.
  public let threads: Int
  public let seed: UInt64

  /// The views that a probe learns from: those without lungs.
  public static let probed: [FilmView] = [.borderOnly, .cornersOnly, .lungsHidden]

  /// - Parameters:
  ///   - artifact: the model.
  ///   - threads: at least 1.
  ///   - seed: of the backgrounds' draw and of the probes' folds.
  public init(_ artifact: ModelArtifact, threads: Int, seed: UInt64 = 1) {
    precondition(threads >= 1, "at least one film is worked on at a time, not \(threads)")
    self.artifact = artifact
    self.threads = threads
    self.seed = seed
  }

  /// - Parameters:
  ///   - studies: the films; one that cannot be read, or for which the model gives no number, is named in the result, and in no figure.
  ///   - progress: called with the step, and how many of how many are done.
  /// - Throws: `NeuralNetError` where the engine fails; `CancellationError`.
  public func run(_ studies: [Study], progress: (Step, Int, Int) -> Void = { _, _, _ in }) async throws -> ShortcutFindings {
    let plain = artifact.manifest.preprocessing.plain
    let results = try await studies.concurrentTasks(atOnce: threads, progress: { progress(.reading, $0, $1) }) { study in
      Result { () throws(ImagingError) in try ReadFilm(study, plain) }
    }
    let films = results.compactMap { try? $0.get() }
    let hashes = Self.hashes(of: films)
    let probes = try await askProbes(about: films, hashes) { progress(.probing, $0, $1) }
    let pool = try await PredictorPool(artifact, count: threads)
    let backgrounds = Backgrounds(of: films.map(\.study), seed: seed)
    let answers = try await films.concurrentTasks(atOnce: threads, progress: { progress(.scoring, $0, $1) }) { film in
      try await pool.lend { try await askModel(about: film, on: backgrounds[film.study].map { films[$0] }, by: $0) }
    }
    let audited = answers.compactMap { try? $0.get() }
    let places = answers.indices.filter { answers[$0].failure == nil }
    return ShortcutFindings(
      films: audited, failures: results.compactMap(\.failure) + answers.compactMap(\.failure),
      probes: probes.mapValues { probe in places.map { probe[$0] } },
      fingerprints: places.map { films[$0].fingerprint }, dataSHA256: Self.hashes(of: places.map { films[$0] }).digest, seed: seed)
  }

  private static func hashes(of films: [ReadFilm]) -> FileHashes {
    FileHashes(sha256: Dictionary(films.map { ($0.study.id, $0.sha256) }) { $1 })
  }

  private func askProbes(
    about films: [ReadFilm], _ hashes: FileHashes, progress: (Int, Int) -> Void
  ) async throws -> [FilmView: [Double]] {
    guard let folds = ShortcutProbe.folds(of: films.map(\.study), hashes: hashes, seed: seed) else { return [:] }
    let learners = Self.probed.indices.map { view in
      ShortcutProbe(pictures: films.map { $0.probePictures[view] }, labels: films.map(\.study.label.isPneumonia))
    }
    let jobs = learners.indices.flatMap { view in (0..<ShortcutProbe.foldCount).map { (view: view, fold: $0) } }
    let answers = try await jobs.concurrentTasks(atOnce: threads, progress: progress) { job in
      learners[job.view].probabilities(ofFold: job.fold, of: folds)
    }
    var probes: [FilmView: [Double]] = [:]
    for (view, name) in Self.probed.enumerated() {
      var parts = zip(jobs, answers).filter { $0.0.view == view }.compactMap { $0.1?.makeIterator() }
      guard parts.count == ShortcutProbe.foldCount else { continue }
      probes[name] = folds.compactMap { parts[$0].next() }
    }
    return probes
  }

  /// - Parameter background: the film behind the lungs of one view; nil where there is none.
  private func askModel(
    about film: ReadFilm, on background: ReadFilm?, by predictor: Predictor
  ) async throws -> Result<AuditedFilm, ImagingError> {
    let asked = FilmView.allCases.filter { $0 != .backgroundOther || background != nil }
    let views = asked.map { $0(film.picture, on: background?.picture ?? film.picture) }
    let sweeps = FilmSweep.allCases.map { sweep in sweep.steps.map { sweep(film.picture.picture, at: $0) } }
    let pictures = (views + sweeps.joined()).map(predictor.preprocessing.picture(of:))
    let probabilities = try await predictor.probabilities(of: pictures).map(\.pneumonia)
    // What is no number must not pass for a normal film.
    guard probabilities.allSatisfy(\.isFinite) else {
      let reason = "the model gives no number for this film as it is or with parts hidden; its weights may be damaged"
      return .failure(ImagingError(path: film.study.path, reason: reason))
    }
    let byView = Dictionary(uniqueKeysWithValues: zip(asked, probabilities))
    var rest = probabilities.dropFirst(views.count)
    let steps = FilmSweep.allCases.map { sweep in
      defer { rest = rest.dropFirst(sweep.steps.count) }
      return Array(rest.prefix(sweep.steps.count))
    }
    return .success(
      AuditedFilm(
        study: film.study, background: background?.study, hasLungRegion: film.picture.lungs.isRecognised,
        views: FilmView.allCases.map { byView[$0] }, sweeps: steps))
  }
}

extension Result {
  /// The error; nil for a success.
  fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
