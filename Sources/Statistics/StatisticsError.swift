/// Why scores and labels give no figure.
public enum StatisticsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The score at `index` is not a number: it has no place in any order. An infinite score has one, and is taken.
  case notANumber(index: Int)
  /// The score at `index` is no probability, 0 to 1, where one is needed.
  case notAProbability(index: Int)
  /// The logit at `index` is infinite or not a number, where one is to be fitted.
  case notFinite(index: Int)
  /// No figure can be made because there are no scores.
  case empty
  /// No figure can be made because no label is positive.
  case noPositives
  /// No figure can be made because every label is positive.
  case noNegatives
  /// A fit has no finite answer: why.
  case noFit(reason: String)

  public var description: String {
    switch self {
    case .notANumber(let index): "score \(index) (counted from 0) is not a number; leave it out, or find out why it was never computed"
    case .notAProbability(let index):
      "score \(index) (counted from 0) is no probability, 0 to 1; give probabilities, or leave out what needs them"
    case .notFinite(let index): "logit \(index) (counted from 0) is not a finite number; leave it out, or hold it within bounds"
    case .empty: "there are no scores; give some"
    case .noPositives: "none of the films is positive, so there is no sensitivity; give films of both classes"
    case .noNegatives: "every film is positive, so there is no specificity; give films of both classes"
    case .noFit(let reason): "nothing can be fitted: \(reason)"
    }
  }
}

/// - Throws: ``StatisticsError/notAProbability(index:)`` for the first that is not within 0 and 1.
func expectProbabilities(_ scores: [Double]) throws(StatisticsError) {
  if let index = scores.firstIndex(where: { !(0...1).contains($0) }) { throw .notAProbability(index: index) }
}
