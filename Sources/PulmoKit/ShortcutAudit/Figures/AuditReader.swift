import Statistics

/// Makes the figures of an audit: all on the same resamples of the same patients, so that they are paired.
struct AuditReader {
  let films: [AuditedFilm]
  let threshold: Double
  let draws: PatientDraws

  /// Whether each film shows a pneumonia.
  var labels: [Bool] { draws.labels }

  /// - Throws: ``DataError`` where there is no film.
  init(_ films: [AuditedFilm], threshold: Double, resamples: Int) throws(DataError) {
    guard !films.isEmpty else { throw .invalid(path: "films", reason: "there is no film to audit with; give some") }
    self.films = films
    self.threshold = threshold
    draws = Self.draws(of: films, labels: films.map(\.study.label.isPneumonia), resamples: resamples)
  }

  private static func draws(of films: [AuditedFilm], labels: [Bool], resamples: Int) -> PatientDraws {
    PatientDraws(patients: films.map(\.study.patient), labels: labels, count: resamples, seed: Evaluation.seed, strata: .labels)
  }

  /// One score a film, with its figures.
  struct Scores {
    let probabilities: [Double]
    let bootstrap: ClusteredBootstrap
    let auroc: QuotedInterval?

    var confusion: ConfusionMatrix { bootstrap.observed.confusion }

    init(_ probabilities: [Double], threshold: Double, _ draws: PatientDraws) throws(StatisticsError) {
      let bootstrap = try ClusteredBootstrap(scores: probabilities, threshold: threshold, draws: draws)
      let area = try DeLong(scores: probabilities, labels: draws.labels)?.interval()
      auroc = bootstrap.observed.auroc.map { QuotedInterval(value: $0, independent: area, clustered: bootstrap.interval { $0.auroc }) }
      self.probabilities = probabilities
      self.bootstrap = bootstrap
    }

    /// This area less that of `other`; nil where either is undefined.
    func loss(to other: Scores) -> QuotedInterval? {
      guard let auroc, let less = other.auroc else { return nil }
      let test = try? DeLongTest(first: probabilities, second: other.probabilities, labels: bootstrap.draws.labels)
      return QuotedInterval(
        value: auroc.value - less.value, independent: test?.interval(),
        clustered: bootstrap.interval(ofDifferenceTo: other.bootstrap) { $0.auroc })
    }
  }

  func scores(_ probabilities: [Double]) throws(DataError) -> Scores {
    try statistic { () throws(StatisticsError) in try Scores(probabilities, threshold: threshold, draws) }
  }

  /// The scores of a view; nil where a film lacks it.
  func scores(_ view: FilmView) throws(DataError) -> Scores? {
    guard let probabilities = probabilities(view) else { return nil }
    return try scores(probabilities)
  }

  private func probabilities(_ view: FilmView) -> [Double]? {
    guard let place = FilmView.allCases.firstIndex(of: view) else { return nil }
    let probabilities = films.compactMap { $0.views[place] }
    return probabilities.count == films.count ? probabilities : nil
  }

  /// How well the answers on other films' backgrounds tell the labels of those films; nil where there are none of either class.
  func following() throws(DataError) -> QuotedInterval? {
    guard let probabilities = probabilities(.backgroundOther) else { return nil }
    let labels = films.compactMap(\.background?.label.isPneumonia)
    let draws = Self.draws(of: films, labels: labels, resamples: draws.count)
    return try statistic { () throws(StatisticsError) in try Scores(probabilities, threshold: threshold, draws) }.auroc
  }

  /// The figures along every sweep, films as they are among them.
  func sweeps() throws(DataError) -> [SweepFigures] {
    var sweeps: [SweepFigures] = []
    let asTheyAre = probabilities(.asItIs) ?? []
    for (index, sweep) in FilmSweep.allCases.enumerated() {
      var points = [try point(sweep.neutral, asTheyAre)]
      for (place, step) in sweep.steps.enumerated() { points.append(try point(step, films.map { $0.sweeps[index][place] })) }
      sweeps.append(SweepFigures(sweep: sweep, points: points.sorted { $0.step < $1.step }))
    }
    return sweeps
  }

  private func point(_ step: Double, _ probabilities: [Double]) throws(DataError) -> SweepFigures.Point {
    func mean(isPneumonia: Bool) -> Double? {
      let own = zip(probabilities, labels).filter { $0.1 == isPneumonia }.map(\.0)
      return own.isEmpty ? nil : own.reduce(0, +) / Double(own.count)
    }
    return try statistic { () throws(StatisticsError) in
      let confusion = try ConfusionMatrix(scores: probabilities, labels: labels, threshold: threshold)
      return SweepFigures.Point(
        step: step, meanOfNormal: mean(isPneumonia: false), meanOfPneumonia: mean(isPneumonia: true),
        auroc: try ROCCurve(scores: probabilities, labels: labels).auroc, sensitivity: confusion.sensitivity,
        specificity: confusion.specificity)
    }
  }

  private func statistic<Result>(_ make: () throws(StatisticsError) -> Result) throws(DataError) -> Result {
    do throws(StatisticsError) {
      return try make()
    } catch {
      throw DataError(error, films.map { ScoredStudy(id: $0.study.id, patient: "", label: $0.study.label, probability: .nan) })
    }
  }
}
