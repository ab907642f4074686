/// Labelled films found under a directory or listed in a manifest, in a stable order (by id).
public struct Dataset: Sendable, Hashable {
  public let directory: String
  public let studies: [Study]

  /// Reads the Kaggle layout, the Mendeley naming, a plain folder per class, or a CSV manifest.
  public init(at path: String) throws(DataError) { preconditionFailure("stub") }

  init(directory: String, studies: [Study]) {
    self.directory = directory
    self.studies = studies
  }
}

/// What is wrong with a dataset, a split or a picture store: on which input, and what to do.
public enum DataError: Error, Hashable, Sendable {
  case notFound(path: String)
  /// A file or folder cannot be used as asked: what, why and the way out.
  case invalid(path: String, reason: String)
}
