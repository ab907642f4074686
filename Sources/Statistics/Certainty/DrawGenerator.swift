/// The generator that resamples patients: SplitMix64, whose numbers are the same on every machine.
///
/// `Statistics` depends on no module, so it has these lines to itself.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct DrawGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A number drawn from `0 ..< bound`. Of 2⁶⁴ draws at most `bound` favour one number: no sample is large enough to tell.
  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z &>> 31)).multipliedFullWidth(by: UInt64(bound)).high)
  }
}
