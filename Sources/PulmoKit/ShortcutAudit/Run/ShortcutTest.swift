import Imaging
import NeuralNet

/// Shows a model labelled films with parts of them hidden, and probes that see nothing but those parts beside it.
///
/// ```swift
/// let findings = try await ShortcutTest(artifact, threads: 2).run(studies)
/// print(try ShortcutAudit(findings, threshold: artifact.manifest.threshold.value).table)
/// ```
///
/// Films are read twice: once for what probes learn from, once for the model. A film's scores are the same to the bit however many threads
/// there are. 5,000 films take some 100,000 runs of the network.
public struct ShortcutTest: Sendable {
  /// What it is at.
  public enum Step: String, Sendable, Hashable, CaseIterable {
    case reading, probing, scoring
  }

  public let artifact: ModelArtifact
  /// Films worked on at the same time, by a predictor each that computes one picture on one thread, as ``Screening``'s do.
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
  ///   - studies: the films; one that cannot be read is named in the result, and in no figure.
  ///   - progress: called with the step, and how many of how many are done.
  /// - Throws: ``DataError`` where a file goes away, `ImagingError` for a film for which the model gives no number, `NeuralNetError` where the
  ///   engine fails; `CancellationError`.
  public func run(_ studies: [Study], progress: (Step, Int, Int) -> Void = { _, _, _ in }) async throws -> ShortcutFindings {
    let plain = artifact.manifest.preprocessing.plain
    let results = try await studies.concurrentTasks(atOnce: threads, progress: { progress(.reading, $0, $1) }) { study in
      Result { () throws(ImagingError) in try ReadFilm(study, plain) }
    }
    let films = results.compactMap { try? $0.get() }
    let failures = results.compactMap { if case .failure(let error) = $0 { error } else { nil } }
    let hashes = try FileHashes(of: films.map(\.study))
    let probes = try await askProbes(about: films, hashes) { progress(.probing, $0, $1) }
    let pool = try await PredictorPool(artifact, count: threads)
    let backgrounds = Backgrounds(of: films.map(\.study), seed: seed)
    let audited = try await films.concurrentTasks(atOnce: threads, progress: { progress(.scoring, $0, $1) }) { film in
      try await pool.lend { try await askModel(about: film.study, on: backgrounds[film.study], by: $0) }
    }
    return ShortcutFindings(
      films: audited, failures: failures, probes: probes, fingerprints: films.map(\.fingerprint), dataSHA256: hashes.digest, seed: seed)
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

  private func askModel(about study: Study, on background: Study, by predictor: Predictor) async throws -> AuditedFilm {
    let film = AuditPicture(of: try GrayImage(contentsOf: study.path))
    let behind = AuditPicture(of: try GrayImage(contentsOf: background.path))
    let views = FilmView.allCases.map { $0(film, on: behind) }
    let sweeps = FilmSweep.allCases.map { sweep in sweep.steps.map { sweep(film.picture, at: $0) } }
    let pictures = (views + sweeps.joined()).map(predictor.preprocessing.picture(of:))
    let probabilities = try await predictor.probabilities(of: pictures).map(\.pneumonia)
    // What is no number must not pass for a normal film.
    guard probabilities.allSatisfy(\.isFinite) else {
      throw ImagingError(path: study.path, reason: "the model gives no number for this film with parts hidden; its weights may be damaged")
    }
    var rest = probabilities.dropFirst(views.count)
    let steps = FilmSweep.allCases.map { sweep in
      defer { rest = rest.dropFirst(sweep.steps.count) }
      return Array(rest.prefix(sweep.steps.count))
    }
    return AuditedFilm(
      study: study, background: background, hasLungRegion: film.lungs.isRecognised, views: Array(probabilities.prefix(views.count)),
      sweeps: steps)
  }
}

/// What probes learn from, and what the model knows a film by.
private struct ReadFilm: Sendable {
  let study: Study
  /// In the order of ``ShortcutTest/probed``.
  let probePictures: [ProbePicture]
  let fingerprint: PictureFingerprint

  /// - Parameter plain: the model's picture of a whole film in its own levels.
  init(_ study: Study, _ plain: Preprocessing) throws(ImagingError) {
    let film = try GrayImage(contentsOf: study.path)
    let picture = AuditPicture(of: film)
    self.study = study
    probePictures = ShortcutTest.probed.compactMap { view in
      view.hidden(on: picture.picture, lungs: picture.lungs).map { ProbePicture(of: picture.picture, hiding: $0) }
    }
    fingerprint = PictureFingerprint(of: plain.picture(of: film))
  }
}
