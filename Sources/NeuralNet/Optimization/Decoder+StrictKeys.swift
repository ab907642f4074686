/// Any key at all: to see which keys a keyed container holds.
struct AnyCodingKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// A keyed container in which every key is one of `Key`'s, so that a misspelt setting is an error and not a default.
  package func strictContainer<Key: CodingKey & CaseIterable>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    for key in try container(keyedBy: AnyCodingKey.self).allKeys where Key(stringValue: key.stringValue) == nil {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: codingPath + [key], debugDescription: "unknown key; " + known(type, nearest: key.stringValue)))
    }
    return try container(keyedBy: type)
  }

  /// The name of one of several choices and the decoder's form: `name` alone, or `name: {settings}`.
  ///
  /// - Returns: the name, and whether settings follow under it.
  package func choice<Name: CodingKey & CaseIterable>(of type: Name.Type) throws -> (name: Name, hasSettings: Bool) {
    if let text = try? singleValueContainer().decode(String.self) {
      guard let name = Name(stringValue: text) else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(codingPath: codingPath, debugDescription: "unknown choice '\(text)'; " + known(type, nearest: text)))
      }
      return (name, false)
    }
    let names = try strictContainer(keyedBy: type).allKeys
    guard let name = names.first, names.count == 1 else {
      let known = type.allCases.map(\.stringValue).joined(separator: ", ")
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: codingPath, debugDescription: "expected one of \(known), found \(names.count)"))
    }
    return (name, true)
  }

  /// The keys of `type` as the end of a message, the one nearest to `word` first where it is near.
  private func known<Key: CodingKey & CaseIterable>(_ type: Key.Type, nearest word: String) -> String {
    let keys = type.allCases.map(\.stringValue)
    guard !keys.isEmpty else { return "no keys belong here" }
    let question = word.nearest(of: keys).map { "did you mean '\($0)'? " } ?? ""
    return "\(question)known: \(keys.joined(separator: ", "))"
  }
}

extension KeyedDecodingContainer {
  /// Refuses a decoded value that is out of its range.
  package func require(_ condition: Bool, _ key: Key, _ reason: String) throws {
    guard condition else { throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "\(key.stringValue) \(reason)") }
  }
}
