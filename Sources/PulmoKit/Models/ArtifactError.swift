/// Why a folder is no model, or cannot become one: where, what and the way out.
public struct ArtifactError: Error, Hashable, Sendable {
  /// The model's folder, or the file in it that is at fault.
  public let path: String
  /// What is wrong and what to do.
  public let reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

extension ArtifactError: CustomStringConvertible {
  public var description: String { "\(path): \(reason)" }
}
