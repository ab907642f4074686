public import Statistics

/// Normal, bacterial and viral told apart: each film called its most probable class, each class against the other two.
public struct ThreeClassEvaluation: Sendable, Hashable {
  /// The classes, in the order of every list and of the matrix.
  public static let classes: [Label] = [.normal, .bacterial, .viral]

  /// The matrix, areas and average precisions by class.
  public let figures: MulticlassEvaluation
  /// The share of films called what they are: Wilson's interval and that of resampled patients.
  public let accuracy: QuotedInterval
  /// By class: the area of its probability against the other two: DeLong's interval and that of resampled patients; nil where a side is missing.
  public let areas: [QuotedInterval?]
  /// Films left out: a pneumonia of unknown kind, or one without probabilities of the three.
  public let leftOut: Int

  /// Nil where no film has both a known kind and probabilities of the three.
  /// - Throws: ``DataError`` where a probability is no number.
  init?(_ scores: [ScoredStudy], resamples: Int) throws(DataError) {
    var films: [ScoredStudy] = []
    var probabilities: [[Double]] = []
    var labels: [Int] = []
    for score in scores {
      guard let classes = score.classes, let label = Self.classes.firstIndex(of: score.label) else { continue }
      films.append(score)
      probabilities.append([classes.normal, classes.bacterial, classes.viral])
      labels.append(label)
    }
    guard !films.isEmpty else { return nil }
    do throws(StatisticsError) {
      let figures = try MulticlassEvaluation(probabilities: probabilities, labels: labels)
      let decisions = MulticlassEvaluation.decisions(probabilities)
      let right = zip(labels, decisions).map { $0 == $1 ? 1.0 : 0 }
      let draws = resamples > 0 ? PatientDraws(films, resamples: resamples) : nil
      let hits = Int(right.reduce(0, +))
      accuracy = QuotedInterval(
        value: Double(hits) / Double(films.count), independent: .wilson(successes: hits, trials: films.count),
        clustered: draws.flatMap { .clusteredMean(of: right, draws: $0) })
      var areas: [QuotedInterval?] = []
      for index in Self.classes.indices {
        let scores = probabilities.map { $0[index] }
        let isClass = labels.map { $0 == index }
        var clustered: Interval?
        if resamples > 0 {
          let draws = PatientDraws(patients: films.map(\.patient), labels: isClass, count: resamples, seed: Evaluation.seed)
          clustered = try ClusteredBootstrap(scores: scores, threshold: 0, draws: draws).interval { $0.auroc }
        }
        let independent = try DeLong(scores: scores, labels: isClass)?.interval()
        areas.append(figures.auroc[index].map { QuotedInterval(value: $0, independent: independent, clustered: clustered) })
      }
      self.areas = areas
      self.figures = figures
    } catch {
      throw DataError(error, films)
    }
    leftOut = scores.count - films.count
  }
}
