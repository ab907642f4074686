import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct LIMESamplesTests {
  @Test func firstIsTheFilmAndTheOthersAreCoins() {
    let samples = LIMESamples(superpixelCount: 100, seed: 1)
    #expect(samples.count == 1000 && samples.isShown.count == 100_000)
    #expect(samples[0].allSatisfy { $0 == 1 } && samples.isShown.allSatisfy { $0 <= 1 })
    // Coins: 99,900 of them, and 999 of each superpixel; four standard deviations.
    let shown = samples.isShown.dropFirst(100).reduce(0) { $0 + Int($1) }
    #expect(abs(Double(shown) - 49_950) < 4 * (99_900 * 0.25).squareRoot())
    for superpixel in [0, 63, 64, 99] {
      let shown = (1..<1000).count { samples.isShown[$0 * 100 + superpixel] == 1 }
      #expect(abs(Double(shown) - 499.5) < 4 * (999 * 0.25).squareRoot(), "superpixel \(superpixel): \(shown)")
    }
    let rows = Set((0..<1000).map { samples[$0] })
    #expect(rows.count == 1000)
  }

  /// A sample hangs on the seed and its own number: bit k of its generator's first number is superpixel k.
  @Test func aSampleIsAFunctionOfSeedAndNumber() {
    let samples = LIMESamples(count: 9, superpixelCount: 70, seed: 3)
    var generator = SplitMix64(keys: 3, 5, 0x6C69_6D65)
    let (low, high) = (generator.next(), generator.next())
    let expected = (0..<64).map { UInt8(low >> UInt64($0) & 1) } + (0..<6).map { UInt8(high >> UInt64($0) & 1) }
    #expect(Array(samples[5]) == expected)
    #expect(LIMESamples(count: 6, superpixelCount: 70, seed: 3).isShown[...] == samples.isShown.prefix(6 * 70))
    #expect(LIMESamples(count: 9, superpixelCount: 70, seed: 4) != samples)
    #expect(LIMESamples(isShown: samples.isShown, superpixelCount: 70) == samples)
    #expect(LIMESamples(count: 1, superpixelCount: 3, seed: 1).isShown == [1, 1, 1])
  }
}
