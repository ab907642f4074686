extension DataError {
  /// Why a record in JSON cannot be read back: which key, and the way out.
  /// - Parameters:
  ///   - path: the file.
  ///   - error: what the decoder threw.
  ///   - kind: what it should hold, such as `an evaluation`.
  ///   - command: what writes such files.
  init(recordAt path: String, _ error: any Error, kind: String, command: String) {
    let wayOut = "give a file that this version's \(command) wrote"
    func place(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
    let reason =
      switch error as? DecodingError {
      case .keyNotFound(let key, let context): "lacks the key \(place(context.codingPath + [key])); \(wayOut)"
      case .typeMismatch(_, let context), .valueNotFound(_, let context):
        "its key \(place(context.codingPath)) is not what \(kind) has there; \(wayOut)"
      case .dataCorrupted(let context) where !context.codingPath.isEmpty:
        "its key \(place(context.codingPath)) is not what \(kind) has there (\(context.debugDescription)); \(wayOut)"
      default: "is no JSON; \(wayOut)"
      }
    self = .invalid(path: path, reason: reason)
  }
}
