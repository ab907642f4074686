import CKernels
import NeuralNet
import Testing

/// The elementwise kernels against the same formulas in double, at lengths around every vector width.
@Suite struct KernelTests {
  static let counts = [0, 1, 7, 8, 15, 16, 17, 31, 33, 64, 100, 1000, 1029]

  @Test(arguments: counts) func scale(_ count: Int) {
    let x = numbers(count, key: 1)
    var result = x
    pulmo_scale(&result, count, 0.3)
    #expect(result == x.map { 0.3 * $0 })
  }

  @Test(arguments: counts) func axpy(_ count: Int) {
    let (x, y) = (numbers(count, key: 1), numbers(count, key: 2))
    var result = y
    pulmo_axpy(&result, x, count, -0.7)
    expectClose(result, zip(x, y).map { Float(Double($1) + Double(Float(-0.7)) * Double($0)) }, within: 2e-7, "y - 0.7 x")
  }

  @Test(arguments: counts) func lerp(_ count: Int) {
    let (x, average) = (numbers(count, key: 1), numbers(count, key: 2))
    var result = average
    pulmo_lerp(&result, x, count, 0.999)
    let decay = Double(Float(0.999))
    expectClose(result, zip(x, average).map { Float(decay * Double($1) + (1 - decay) * Double($0)) }, within: 2e-7, "average")
  }

  @Test(arguments: counts) func sumOfSquares(_ count: Int) {
    let x = numbers(count, key: 1)
    let reference = x.reduce(0.0) { $0 + Double($1) * Double($1) }
    let sum = pulmo_sum_of_squares(x, count)
    #expect(abs(sum - reference) <= 1e-12 * reference)
    #expect(pulmo_sum_of_squares(x, count) == sum)
  }

  @Test func sumOfSquaresIsExactAndReachesEveryElement() {
    // Powers of two: every place adds a bit of its own.
    for place in 0..<50 {
      var x = [Float](repeating: 0, count: 50)
      x[place] = 3
      #expect(pulmo_sum_of_squares(x, 50) == 9, "place \(place)")
    }
    // Too large for float, too fine for a float accumulator.
    let wide: [Float] = [1e20, 1e20, 1, 2]
    #expect(pulmo_sum_of_squares(Array(wide.prefix(2)), 2) > 1.99e40)
    let fine = [Float](repeating: 1, count: 1 << 25)
    #expect(pulmo_sum_of_squares(fine, fine.count) == Double(1 << 25))
  }

  private func numbers(_ count: Int, key: UInt64) -> [Float] {
    var generator = SplitMix64(keys: key)
    return (0..<count).map { _ in 2 * generator.nextUnitFloat() - 1 }
  }
}
