public import Statistics

/// The figures of one model, or of any tool that gives scores, on one set of films at one threshold: pneumonia against normal.
///
/// ```swift
/// let evaluation = try Evaluation(scores, threshold: 0.5)
/// print(evaluation.table)
/// ```
///
/// Each figure carries up to two 95% intervals: one that takes films as independent (Wilson's for a share of films, DeLong's for the area) and
/// one of resampled patients. The wider is quoted. A figure that is undefined, such as the sensitivity of a set without pneumonia, is nil,
/// never 0.
public struct Evaluation: Sendable, Hashable {
  /// From this probability on, a film was called pneumonia.
  public let threshold: Double
  /// Pneumonia is the positive class.
  public let confusion: ConfusionMatrix
  /// The figures that are defined, with their intervals.
  public let figures: [Figure: QuotedInterval]
  /// How probable the probabilities are; nil where a score is none.
  public let calibration: CalibrationFigures?
  /// Normal, bacterial and viral told apart; nil where no film has probabilities of the three.
  public let threeClasses: ThreeClassEvaluation?
  /// How patients were resampled.
  public let resampling: Resampling

  /// How the intervals of resampled patients were made.
  public struct Resampling: Sendable, Hashable, Codable {
    /// How many patients the films are of; as many as films where nothing says which share one.
    public let patients: Int
    /// How often they were drawn; 0 where no interval was.
    public let resamples: Int
    public let seed: UInt64
    /// Among whom each was drawn: within patients with normal films, with pneumonias, and with both.
    public let strata: PatientDraws.Strata
  }

  /// How often patients are resampled where nothing else is asked for: the ends of an interval then stray by about a twentieth of its half.
  public static let defaultResamples = 2000

  /// The seed of every resampling: the same films give the same intervals.
  static let seed: UInt64 = 20

  /// Counts `scores` at `threshold`.
  /// - Parameters:
  ///   - scores: the films with their labels.
  ///   - threshold: from this probability on, a film is called pneumonia.
  ///   - resamples: how often patients are resampled for intervals; 0 leaves those out, for figures that are asked for again and again.
  /// - Throws: ``DataError`` where there are no scores, or one is no number.
  public init(_ scores: [ScoredStudy], threshold: Double, resamples: Int = defaultResamples) throws(DataError) {
    guard !scores.isEmpty else { throw .invalid(path: "scores", reason: "there is no film to evaluate; give some") }
    do throws(StatisticsError) {
      let draws = PatientDraws(scores, resamples: max(1, resamples))
      let probabilities = scores.map(\.probability)
      let bootstrap = try ClusteredBootstrap(scores: probabilities, threshold: threshold, draws: draws)
      let area = try DeLong(scores: probabilities, labels: draws.labels)?.interval()
      var figures: [Figure: QuotedInterval] = [:]
      for figure in Figure.allCases {
        guard let value = figure.value(of: bootstrap.observed) else { continue }
        let share = figure.share(of: bootstrap.observed.confusion)
        figures[figure] = QuotedInterval(
          value: value,
          independent: figure == .auroc ? area : share.flatMap { .wilson(successes: $0.films, trials: $0.of) },
          clustered: resamples > 0 ? bootstrap.interval(of: figure.resampledValue) : nil)
      }
      self.figures = figures
      confusion = bootstrap.observed.confusion
      calibration = try CalibrationFigures(scores, draws: resamples > 0 ? draws : nil)
      resampling = Resampling(patients: draws.patientCount, resamples: resamples, seed: draws.seed, strata: draws.strata)
    } catch {
      throw DataError(error, scores)
    }
    threeClasses = try ThreeClassEvaluation(scores, resamples: resamples)
    self.threshold = threshold
  }

  /// The figure with both its intervals; nil where it is undefined.
  public subscript(_ figure: Figure) -> QuotedInterval? { figures[figure] }

  /// How many films there were.
  public var count: Int { confusion.count }
  /// The chance that a pneumonia scores above a normal film, ties counting half; nil where one of the two is missing.
  public var auroc: Double? { self[.auroc]?.value }
  /// The share of films called what they are, with the interval that is quoted.
  public var accuracy: Interval? { self[.accuracy]?.quoted }
  /// The share of pneumonias called pneumonia, with the interval that is quoted.
  public var sensitivity: Interval? { self[.sensitivity]?.quoted }
  /// The share of normal films called normal, with the interval that is quoted.
  public var specificity: Interval? { self[.specificity]?.quoted }

  /// Precision, recall, F1 and support of one class, taking it as the one looked for.
  public func figures(of decision: Decision) -> ClassFigures {
    switch decision {
    case .normal: confusion.negative
    case .pneumonia: confusion.positive
    }
  }

  /// The share of the films called `decision` that are so, with the interval that is quoted; nil where none was called so.
  public func precision(of decision: Decision) -> Interval? {
    switch decision {
    case .normal: self[.negativePredictiveValue]?.quoted
    case .pneumonia: self[.positivePredictiveValue]?.quoted
    }
  }
}

extension PatientDraws {
  /// Of the patients of `scores`, in their order; the same films draw the same patients.
  init(_ scores: [ScoredStudy], resamples: Int = Evaluation.defaultResamples) {
    self.init(
      patients: scores.map(\.patient), labels: scores.map(\.label.isPneumonia), count: resamples, seed: Evaluation.seed, strata: .labels)
  }
}
