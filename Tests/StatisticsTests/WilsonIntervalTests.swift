import Statistics
import Testing

@Suite("Wilson interval and normal distribution")
struct WilsonIntervalTests {
  @Test func newcombesExample() throws {
    // Newcombe 1998, table I: 81 of 263 at 95% by method 3 is 0.2553 to 0.3662.
    let interval = try #require(Interval.wilson(successes: 81, trials: 263))
    #expect(interval.value == 81.0 / 263)
    #expect(abs(interval.lower - 0.2553) < 5e-5)
    #expect(abs(interval.upper - 0.3662) < 5e-5)
  }

  @Test func endsAreExactAtNoneAndAll() throws {
    #expect(Interval.wilson(successes: 0, trials: 0) == nil)
    let none = try #require(Interval.wilson(successes: 0, trials: 10))
    #expect(none.value == 0 && none.lower == 0 && none.upper > 0.27 && none.upper < 0.28)
    let all = try #require(Interval.wilson(successes: 10, trials: 10))
    #expect(all.value == 1 && all.upper == 1 && abs(all.lower - (1 - none.upper)) < 1e-15)
  }

  @Test func goldenIntervals() throws {
    let golden = try Golden.read()
    #expect(golden.intervals.count == 55)
    for expected in golden.intervals {
      let name = "\(expected.successes) of \(expected.trials) at \(expected.confidence)"
      let interval = Interval.wilson(successes: expected.successes, trials: expected.trials, confidence: expected.confidence)
      expectClose(interval?.lower, expected.lower, name)
      expectClose(interval?.upper, expected.upper, name)
    }
  }

  @Test func goldenQuantiles() throws {
    for expected in try Golden.read().quantiles {
      let quantile = NormalDistribution.quantile(expected.probability)
      #expect(abs(quantile - expected.quantile) <= 1e-12 * max(1, abs(expected.quantile)), "\(expected.probability): \(quantile)")
    }
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    let smallest = NormalDistribution.quantile(.leastNonzeroMagnitude)
    #expect(abs(smallest - -38.467405617144344) < 1e-6, "\(smallest)")
  }

  @Test func goldenCumulatives() throws {
    for expected in try Golden.read().cumulatives {
      let probability = NormalDistribution.cumulative(expected.x)
      #expect(abs(probability - expected.probability) <= 1e-12 * expected.probability, "\(expected.x): \(probability)")
    }
  }
}
