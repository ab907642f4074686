import FoundationEssentials

/// Reads back a record in JSON that a command wrote.
/// - Parameters:
///   - path: the file.
///   - kind: what it should hold, such as `an evaluation`.
///   - command: what writes such files.
/// - Throws: ``DataError`` naming the file, the key and the way out.
func readRecord<Record: Decodable>(at path: String, kind: String, command: String) throws(DataError) -> Record {
  var bytes = Data()
  try readFile(at: path) { bytes.append(contentsOf: $0) }
  do {
    return try JSONDecoder().decode(Record.self, from: bytes)
  } catch {
    throw DataError(recordAt: path, error, kind: kind, command: command)
  }
}

extension DataError {
  /// Why a record in JSON cannot be read back: which key, and the way out.
  /// - Parameters:
  ///   - path: the file.
  ///   - error: what the decoder threw.
  ///   - kind: what it should hold, such as `an evaluation`.
  ///   - command: what writes such files.
  fileprivate init(recordAt path: String, _ error: any Error, kind: String, command: String) {
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
