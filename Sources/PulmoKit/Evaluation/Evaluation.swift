public import Statistics

/// The figures of one model, or of any tool that gives scores, on one set of films at one threshold: pneumonia against normal.
///
/// ```swift
/// let evaluation = try Evaluation(scores, threshold: 0.5)
/// print(evaluation.table)
/// ```
///
/// Proportions carry Wilson's 95% intervals. They take films as independent of each other; where one child has several films the truth
/// is less certain than they say. A figure that is undefined, such as the sensitivity of a set without pneumonia, is nil, never 0.
public struct Evaluation: Sendable, Hashable {
  /// From this probability on, a film was called pneumonia.
  public let threshold: Double
  /// Pneumonia is the positive class.
  public let confusion: ConfusionMatrix
  /// The chance that a pneumonia scores above a normal film, ties counting half; nil where one of the two is missing.
  public let auroc: Double?

  /// Counts `scores` at `threshold`.
  /// - Throws: ``DataError`` where there are no scores, or one is no number.
  public init(_ scores: [ScoredStudy], threshold: Double) throws(DataError) {
    guard !scores.isEmpty else { throw .invalid(path: "scores", reason: "there is no film to evaluate; give some") }
    let probabilities = scores.map(\.probability)
    let labels = scores.map(\.label.isPneumonia)
    do throws(StatisticsError) {
      confusion = try ConfusionMatrix(scores: probabilities, labels: labels, threshold: threshold)
      auroc = try ROCCurve(scores: probabilities, labels: labels).auroc
    } catch {
      throw DataError(error, scores)
    }
    self.threshold = threshold
  }

  /// How many films there were.
  public var count: Int { confusion.count }
  /// The share of films called what they are.
  public var accuracy: Interval? { .wilson(successes: confusion.tn + confusion.tp, trials: count) }
  /// The share of pneumonias called pneumonia.
  public var sensitivity: Interval? { .wilson(successes: confusion.tp, trials: confusion.tp + confusion.fn) }
  /// The share of normal films called normal.
  public var specificity: Interval? { .wilson(successes: confusion.tn, trials: confusion.tn + confusion.fp) }

  /// Precision, recall, F1 and support of one class, taking it as the one looked for.
  public func figures(of decision: Decision) -> ClassFigures {
    switch decision {
    case .normal: confusion.negative
    case .pneumonia: confusion.positive
    }
  }

  /// The share of the films called `decision` that are so; nil where none was called so.
  public func precision(of decision: Decision) -> Interval? {
    switch decision {
    case .normal: .wilson(successes: confusion.tn, trials: confusion.tn + confusion.fn)
    case .pneumonia: .wilson(successes: confusion.tp, trials: confusion.tp + confusion.fp)
    }
  }
}

extension DataError {
  /// What is wrong with `scores`.
  init(_ error: StatisticsError, _ scores: [ScoredStudy]) {
    self =
      switch error {
      case .notANumber(let index), .notFinite(let index):
        .invalid(path: scores[index].id, reason: "its score is not a number; leave the film out")
      case .notAProbability(let index):
        .invalid(path: scores[index].id, reason: "its score \(scores[index].probability) is no probability, 0 to 1; give probabilities")
      case .empty: .invalid(path: "scores", reason: "there is no film to evaluate; give some")
      case .noPositives: .invalid(path: "scores", reason: "none of the \(scores.count) films shows a pneumonia; give films of both classes")
      case .noNegatives: .invalid(path: "scores", reason: "each of the \(scores.count) films shows a pneumonia; give films of both classes")
      case .noFit(let reason): .invalid(path: "scores", reason: reason)
      }
  }
}
