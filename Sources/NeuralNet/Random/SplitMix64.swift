/// A small, fast generator whose streams can be keyed: the same keys give the same numbers on every machine.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Sendable, Hashable, Codable {
  public var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// A stream of its own for each sequence of keys, such as seed, epoch, image and draw.
  public init(keys: UInt64...) {
    state = 0x243F_6A88_85A3_08D3
    for key in keys {
      state ^= key
      state = next()
    }
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
  }

  /// A number drawn uniformly from `0 ..< 1`, with 24 random bits.
  public mutating func nextUnitFloat() -> Float { Float(next() &>> 40) * 0x1p-24 }
}
