import Testing

@testable import PulmoKit

@Suite struct HeatmapResizingTests {
  /// Centres of four pixels lie at -¼, ¼, ¾ and 1¼ of two; rows at the same places.
  @Test func enlargedByHand() {
    let map = Heatmap(width: 2, height: 2, values: [0, 4, 8, 12]).resized(width: 4, height: 4)
    #expect(map.width == 4 && map.height == 4)
    #expect(map.values == [0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12])
  }

  @Test func itsOwnSizeIsItself() {
    let map = Heatmap(width: 3, height: 2, values: [5, -1, 2, 0.5, 7, 3])
    #expect(map.resized(width: 3, height: 2) == map)
  }

  @Test func onePixelFillsAll() {
    #expect(Heatmap(width: 1, height: 1, values: [2]).resized(width: 3, height: 2).values == [2, 2, 2, 2, 2, 2])
  }
}
