/// Numbers for simulations, the same on every machine: Knuth's linear congruential generator, its upper bits.
struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The next, 0 to below 1.
  mutating func unit() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }
}
