/// What is wrong with a dataset, a split or a picture store: on which input, and what to do.
public enum DataError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Nothing is at `path`.
  case notFound(path: String)
  /// A file or folder cannot be used as asked: what, why and the way out.
  case invalid(path: String, reason: String)
  /// The films at hand cannot be split as asked: why and the way out.
  case impossibleSplit(reason: String)

  public var description: String {
    switch self {
    case .notFound(let path): "\(path): no such file or folder"
    case .invalid(let path, let reason): "\(path): \(reason)"
    case .impossibleSplit(let reason): "the films cannot be split as asked: \(reason)"
    }
  }
}
