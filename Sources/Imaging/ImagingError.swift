/// Why a file cannot be read as a film.
public struct ImagingError: Error, Hashable, Sendable {
  public let path: String
  /// What is wrong and what to do, as one sentence for the person who gave the file.
  public let reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}
