public import Imaging

/// What a model says of one film under every view and at every step of every sweep.
public struct AuditedFilm: Sendable, Hashable {
  public let study: Study
  /// The film whose background the view ``FilmView/backgroundOther`` takes, another child's: drawn by seed, blind to all labels.
  public let background: Study
  /// Whether a chest was recognised; otherwise its lungs are taken to lie where they usually do.
  public let hasLungRegion: Bool
  /// Probabilities of pneumonia, in the order of `FilmView.allCases`.
  public let views: [Double]
  /// Probabilities of pneumonia, in the order of `FilmSweep.allCases` and of the steps of each.
  public let sweeps: [[Double]]

  /// - Precondition: there is a probability for every view and every step.
  public init(study: Study, background: Study, hasLungRegion: Bool, views: [Double], sweeps: [[Double]]) {
    precondition(views.count == FilmView.allCases.count, "\(views.count) scores of \(FilmView.allCases.count) views")
    precondition(sweeps.map(\.count) == FilmSweep.allCases.map(\.steps.count), "\(sweeps.map(\.count)) scores are not those of the sweeps")
    self.study = study
    self.background = background
    self.hasLungRegion = hasLungRegion
    self.views = views
    self.sweeps = sweeps
  }
}

/// All that an audit found out, before it is judged.
public struct ShortcutFindings: Sendable {
  public let films: [AuditedFilm]
  /// Films that could not be read: they are in no figure.
  public let failures: [ImagingError]
  /// By probed view, the probability of pneumonia of each of ``films``, from a probe that did not learn from it; empty where there are too few
  /// children to learn from some and ask about others.
  public let probes: [FilmView: [Double]]
  /// What each of ``films`` looks like, by which a model knows those it learned from.
  public let fingerprints: [PictureFingerprint]
  /// One SHA-256 over the films (``FileHashes/digest``).
  public let dataSHA256: String
  /// Of the backgrounds' draw and of the probes' folds.
  public let seed: UInt64

  /// - Precondition: there is a fingerprint, and by each probe a probability, for every film.
  public init(
    films: [AuditedFilm], failures: [ImagingError] = [], probes: [FilmView: [Double]] = [:], fingerprints: [PictureFingerprint],
    dataSHA256: String, seed: UInt64
  ) {
    precondition(fingerprints.count == films.count && probes.values.allSatisfy { $0.count == films.count }, "not one of each a film")
    self.films = films
    self.failures = failures
    self.probes = probes
    self.fingerprints = fingerprints
    self.dataSHA256 = dataSHA256
    self.seed = seed
  }
}
