import NeuralNet

extension KeyedDecodingContainer {
  /// Overwrites `value` where the key is given.
  func read<Value: Decodable>(_ key: Key, into value: inout Value) throws {
    guard contains(key) else { return }
    value = try decode(Value.self, forKey: key)
  }

  /// Overwrites `value` where the key is given; `null` clears it.
  func read<Value: Decodable>(_ key: Key, into value: inout Value?) throws {
    guard contains(key) else { return }
    value = try decodeIfPresent(Value.self, forKey: key)
  }

  /// Overwrites `value` where the key is given with the case of that name.
  /// - Throws: `DecodingError` that lists the names where it is none of them.
  func readName<Value: RawRepresentable<String> & CaseIterable>(_ key: Key, into value: inout Value) throws {
    guard contains(key) else { return }
    let name = try decode(String.self, forKey: key)
    let named = Value(rawValue: name)
    try require(named != nil, key, "must be \(Value.allCases.map(\.rawValue).joined(separator: " or ")), not \(name)")
    value = named ?? value
  }
}
