/// What a model says of one film under every view and at every step of every sweep.
public struct AuditedFilm: Sendable, Hashable {
  public let study: Study
  /// The film whose background the view ``FilmView/backgroundOther`` takes, another child's: drawn by seed, blind to all labels.
  /// Nil where all films are of one child.
  public let background: Study?
  /// Whether a chest was recognised; otherwise its lungs are taken to lie where they usually do.
  public let hasLungRegion: Bool
  /// Probabilities of pneumonia, in the order of `FilmView.allCases`; nil for ``FilmView/backgroundOther`` where there is no ``background``.
  public let views: [Double?]
  /// Probabilities of pneumonia, in the order of `FilmSweep.allCases` and of the steps of each.
  public let sweeps: [[Double]]

  /// - Precondition: there is a probability for every view that the film has, and every step.
  public init(study: Study, background: Study?, hasLungRegion: Bool, views: [Double?], sweeps: [[Double]]) {
    precondition(views.count == FilmView.allCases.count, "\(views.count) scores of \(FilmView.allCases.count) views")
    precondition(
      zip(FilmView.allCases, views).allSatisfy { ($1 == nil) == ($0 == .backgroundOther && background == nil) },
      "scores \(views) of a film \(background == nil ? "without" : "with") another's background")
    precondition(sweeps.map(\.count) == FilmSweep.allCases.map(\.steps.count), "\(sweeps.map(\.count)) scores are not those of the sweeps")
    self.study = study
    self.background = background
    self.hasLungRegion = hasLungRegion
    self.views = views
    self.sweeps = sweeps
  }
}
