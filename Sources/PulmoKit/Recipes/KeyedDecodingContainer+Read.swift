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
}
