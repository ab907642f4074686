import Statistics
import Testing

@Suite("DeLong's and McNemar's tests")
struct DeLongTests {
  @Test func varianceByHand() throws {
    // Placements of the sick 0.35, 0.8: 1/2, 1; of the healthy 0.1, 0.4: 1, 1/2. Each has variance 1/8.
    let delong = try #require(try DeLong(scores: [0.1, 0.4, 0.35, 0.8], labels: [false, false, true, true]))
    #expect(delong.auroc == 0.75 && delong.variance == 0.125 / 2 + 0.125 / 2)
    let interval = try #require(delong.interval())
    #expect(interval.upper == 1 && abs(interval.lower - (0.75 - 1.959963984540054 * 0.125.squareRoot())) < 1e-12)
  }

  @Test func goldens() throws {
    let evidence = try Evidence.read()
    #expect(evidence.delong.count == 3)
    for (films, expected) in zip(evidence.sets, evidence.delong) {
      let delong = try #require(try DeLong(scores: films.scores, labels: films.isPositive))
      expectClose(delong.auroc, expected.auroc, films.name)
      expectClose(delong.auroc, try ROCCurve(scores: films.scores, labels: films.isPositive).auroc, films.name)
      expectClose(delong.variance, expected.variance, films.name)
      expectClose(delong.interval()?.lower, expected.lower, films.name)
      expectClose(delong.interval()?.upper, expected.upper, films.name)
      let test = try #require(try DeLongTest(first: films.scores, second: films.second, labels: films.isPositive))
      expectClose(test.difference, expected.difference, films.name)
      expectClose(test.variance, expected.varianceOfDifference, films.name)
      expectClose(test.z, expected.z, films.name)
      expectClose(test.pValue, expected.pValue, films.name)
    }
  }

  @Test func withoutVarianceThereIsNoIntervalAndNoTest() throws {
    let parted = try #require(try DeLong(scores: [1, 2, 3, 4], labels: [false, false, true, true]))
    #expect(parted.auroc == 1 && parted.variance == 0 && parted.interval() == nil)
    let same = try #require(try DeLongTest(first: [1, 3, 2, 4], second: [1, 3, 2, 4], labels: [false, false, true, true]))
    #expect(same.difference == 0 && same.z == nil && same.pValue == nil && same.interval() == nil)
  }

  @Test func oneFilmOfAClassHasNoVariance() throws {
    #expect(try DeLong(scores: [1, 2, 3], labels: [true, false, false]) == nil)
    #expect(try DeLong(scores: [], labels: []) == nil)
    #expect(try DeLongTest(first: [1, 2], second: [2, 1], labels: [true, true]) == nil)
    #expect(throws: StatisticsError.notANumber(index: 2)) {
      try DeLongTest(first: [1, 2, 3, 4], second: [1, 2, .nan, 4], labels: [true, false, true, false])
    }
  }

  @Test func mcNemarGoldens() throws {
    let goldens = try Evidence.read().mcnemar
    #expect(goldens.count == 9)
    for golden in goldens {
      let test = McNemarTest(onlyFirstRight: golden.onlyFirst, onlySecondRight: golden.onlySecond)
      let name = "\(golden.onlyFirst) against \(golden.onlySecond)"
      expectClose(test.pValue, golden.pValue, name)
      // Where the chance is tiny, to the same digits.
      #expect(abs(test.pValue - golden.pValue) <= 1e-9 * golden.pValue, "\(name): \(test.pValue), not \(golden.pValue)")
      expectClose(test.correctedStatistic, golden.statistic, name)
      expectClose(test.correctedPValue, golden.correctedPValue, name)
    }
  }

  @Test func mcNemarCountsWhereTheTwoPart() {
    let test = McNemarTest(firstRight: [true, true, false, false, true], secondRight: [true, false, true, false, false])
    #expect(test.onlyFirstRight == 2 && test.onlySecondRight == 1 && test.pValue == 1)
  }

  @Test func pairedDifferencesAsPublished() throws {
    // Newcombe's own example; Bentur's children in Fagerland, Lydersen, Laake, Statistical Analysis of Contingency Tables (2017).
    for (counts, lower, upper) in [((36, 12, 2, 0), 0.0569, 0.3404), ((1, 1, 7, 12), -0.507, -0.026)] {
      let interval = try #require(
        Interval.pairedDifference(bothRight: counts.0, onlyFirstRight: counts.1, onlySecondRight: counts.2, neitherRight: counts.3))
      #expect(abs(interval.lower - lower) < 5e-4 && abs(interval.upper - upper) < 5e-4, "\(counts): \(interval)")
    }
  }

  @Test func pairedDifferenceGoldens() throws {
    let goldens = try Evidence.read().pairedDifferences
    #expect(goldens.count == 9)
    for golden in goldens {
      let (counts, name) = (golden.counts, "\(golden.counts)")
      let interval = Interval.pairedDifference(
        bothRight: counts[0], onlyFirstRight: counts[1], onlySecondRight: counts[2], neitherRight: counts[3])
      expectClose(interval?.value, golden.value, name)
      expectClose(interval?.lower, golden.lower, name)
      expectClose(interval?.upper, golden.upper, name)
    }
    #expect(Interval.pairedDifference(bothRight: 0, onlyFirstRight: 0, onlySecondRight: 0, neitherRight: 0) == nil)
  }
}
