public import Imaging

/// All that an audit found out, before it is judged.
public struct ShortcutFindings: Sendable {
  public let films: [AuditedFilm]
  /// Films that could not be read, or for which the model gave no number: they are in no figure.
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
