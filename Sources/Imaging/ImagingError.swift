/// Why a file cannot be read as a film, or a picture cannot be written.
public struct ImagingError: Error, Hashable, Sendable {
  /// The file as it was given.
  public let path: String
  /// What is wrong and what to do, as one sentence for the person who gave the file.
  public let reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

extension ImagingError: CustomStringConvertible {
  /// `path: reason`
  public var description: String { "\(path): \(reason)" }
}
