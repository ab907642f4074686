public import Statistics

/// Several models on the same films, each at its own threshold: the figures of each, what differs between every two, and the films on which they
/// disagree.
///
/// ```swift
/// let comparison = try Comparison([
///   Contestant(name: "old", threshold: 0.5, scores: old), Contestant(name: "new", threshold: 0.2, scores: new),
/// ])
/// print(comparison.table())
/// ```
///
/// Differences are paired: they are taken film by film, and resampling draws the same patients for all models. Their intervals are, like those of
/// an ``Evaluation``, the wider of one that takes films as independent and one of resampled patients. The tests of DeLong and McNemar take films
/// as independent; where one child has several, go by the interval. Nothing is adjusted for how many pairs are compared.
public struct Comparison: Sendable, Hashable, Codable {
  /// The figures of one model.
  public struct Model: Sendable, Hashable, Codable {
    public let name: String
    public let threshold: Double
    /// Pneumonia is the positive class.
    public let confusion: ConfusionMatrix
    /// Those that are defined.
    public let figures: [Figure: QuotedInterval]
    /// Films it scored that another did not: they are in no figure.
    public let leftOut: Int
  }

  /// What differs between two models: the first less the second.
  public struct Pair: Sendable, Hashable, Codable {
    /// Place in ``Comparison/models``.
    public let first: Int
    public let second: Int
    /// By figure of ``Comparison/compared``; without those that are undefined.
    public let differences: [Figure: QuotedInterval]
    /// Of the areas; nil where a class has fewer than two films.
    public let deLong: DeLongTest?
    /// Whether both decide equally often right: among pneumonias, which is about sensitivity,
    public let mcNemarOfPneumonias: McNemarTest
    /// among normal films, which is about specificity,
    public let mcNemarOfNormal: McNemarTest
    /// and among all.
    public let mcNemar: McNemarTest
  }

  /// A film that some call pneumonia and others normal.
  public struct Disagreement: Sendable, Hashable, Codable {
    public let id: String
    public let patient: String
    public let label: Label
    /// By model.
    public let probabilities: [Double]
    /// By model.
    public let decisions: [Decision]
  }

  /// The figures whose differences are taken.
  public static let compared: [Figure] = [.sensitivity, .specificity, .auroc, .accuracy]

  /// In the order given.
  public let models: [Model]
  /// Every two of them, in order.
  public let pairs: [Pair]
  /// The probabilities that lie farthest apart first.
  public let disagreements: [Disagreement]
  /// How patients were resampled.
  public let resampling: Evaluation.Resampling

  /// How many films all of them scored.
  public var count: Int { models.first?.confusion.count ?? 0 }

  /// How many of them show a pneumonia.
  public var pneumoniaCount: Int { models.first?.confusion.positive.support ?? 0 }

  /// Compares two or more models.
  /// - Parameters:
  ///   - contestants: the models with their scores, at least two.
  ///   - onlyCommon: whether films that not all of them scored are left out; otherwise they are an error.
  ///   - resamples: how often patients are resampled.
  /// - Throws: ``DataError`` naming the films that a model lacks, or of which two say different things; where there are no films, or a score
  ///   is no number.
  public init(
    _ contestants: [Contestant], onlyCommon: Bool = false, resamples: Int = Evaluation.defaultResamples
  ) throws(DataError) {
    precondition(contestants.count >= 2, "\(contestants.count) models are nothing to compare")
    precondition(resamples > 0, "\(resamples) resamples give no interval")
    let films = try contestants.films(onlyCommon: onlyCommon)
    let draws = PatientDraws(films[0], resamples: resamples)
    var models: [Model] = []
    var readers: [Reader] = []
    for (contestant, scores) in zip(contestants, films) {
      let evaluation = try Evaluation(scores, threshold: contestant.threshold, resamples: resamples)
      models.append(
        Model(
          name: contestant.name, threshold: contestant.threshold, confusion: evaluation.confusion, figures: evaluation.figures,
          leftOut: contestant.scores.count - scores.count))
      do throws(StatisticsError) {
        readers.append(try Reader(scores, threshold: contestant.threshold, draws: draws))
      } catch {
        throw DataError(error, scores)
      }
    }
    var pairs: [Pair] = []
    for first in readers.indices {
      for second in readers.indices.dropFirst(first + 1) {
        do throws(StatisticsError) {
          pairs.append(try Pair(first, readers[first], second, readers[second]))
        } catch {
          throw DataError(error, films[first])
        }
      }
    }
    self.models = models
    self.pairs = pairs
    disagreements = Self.disagreements(films, readers)
    resampling = Evaluation.Resampling(patients: draws.patientCount, resamples: resamples, seed: draws.seed, strata: draws.strata)
  }

  private static func disagreements(_ films: [[ScoredStudy]], _ readers: [Reader]) -> [Disagreement] {
    let all = films[0].indices.compactMap { index -> Disagreement? in
      let decisions = readers.map { $0.decisions[index] }
      guard Set(decisions).count > 1 else { return nil }
      let film = films[0][index]
      return Disagreement(
        id: film.id, patient: film.patient, label: film.label, probabilities: films.map { $0[index].probability }, decisions: decisions)
    }
    return all.sorted { ($1.spread, $0.id) < ($0.spread, $1.id) }
  }
}

extension Comparison.Disagreement {
  /// How far apart the probabilities lie.
  fileprivate var spread: Double { (probabilities.max() ?? 0) - (probabilities.min() ?? 0) }
}
