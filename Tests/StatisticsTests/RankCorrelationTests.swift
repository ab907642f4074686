import Foundation
import Statistics
import Testing

@Suite("Agreement of two lists")
struct RankCorrelationTests {
  /// What Scripts/goldens/agreement.py wrote.
  private struct Golden: Decodable {
    let spearman: [Case]

    struct Case: Decodable {
      let name: String
      let first: [Double]
      let second: [Double]
      let value: Double?
    }
  }

  @Test func goldens() throws {
    let url = try #require(Bundle.module.url(forResource: "agreement", withExtension: "json", subdirectory: "Goldens"))
    let cases = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url)).spearman
    #expect(cases.count == 8)
    for item in cases {
      expectClose(try RankCorrelation.spearman(item.first, item.second), item.value, item.name)
      expectClose(try RankCorrelation.spearman(item.second, item.first), item.value, "\(item.name), exchanged")
    }
  }

  @Test func byHand() throws {
    // Without ties: 1 - 6 Σ d² / (n (n² - 1)), the differences of rank being 1, -1, 1, -1, 0.
    expectClose(try RankCorrelation.spearman([1, 2, 3, 4, 5], [20, 10, 40, 30, 50]), 1 - 6 * 4 / 120.0, "four out of place")
    #expect(try RankCorrelation.spearman([-.infinity, 0, .infinity], [1, 2, 3]) == 1)
  }

  @Test func withoutAnOrderThereIsNone() throws {
    #expect(try RankCorrelation.spearman([], []) == nil)
    #expect(try RankCorrelation.spearman([1], [2]) == nil)
    #expect(try RankCorrelation.spearman([1, 2, 3], [4, 4, 4]) == nil)
    #expect(throws: StatisticsError.notANumber(index: 1)) { try RankCorrelation.spearman([1, 2, 3], [1, .nan, 3]) }
  }

  @Test func overlapIsWhatBothChoseOfWhatEitherDid() {
    #expect(SetOverlap.jaccard([1, 2, 3], [2, 3, 4]) == 0.5)
    #expect(SetOverlap.jaccard(["a"], ["a"]) == 1 && SetOverlap.jaccard(["a"], ["b"]) == 0)
    #expect(SetOverlap.jaccard([1], []) == 0)
    #expect(SetOverlap.jaccard(Set<Int>(), []) == nil)
  }
}
