/// Why scores and labels give no figure.
public enum StatisticsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The score at `index` is not a number: it has no place in any order. An infinite score has one, and is taken.
  case notANumber(index: Int)
  /// No figure can be made because no label is positive.
  case noPositives

  public var description: String {
    switch self {
    case .notANumber(let index): "score \(index) (counted from 0) is not a number; leave it out, or find out why it was never computed"
    case .noPositives: "none of the films is positive, so there is no sensitivity; give films of both classes"
    }
  }
}
