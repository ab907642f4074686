import Imaging
import Testing

@testable import PulmoKit

@Suite struct GeometryTests {
  private let film = picture([[10, 20, 30], [40, 50, 60], [70, 80, 90]])

  @Test func aQuarterTurnGoesCounterclockwise() {
    #expect(Geometry(rotation: 90).warp(film, fill: .black) == picture([[30, 60, 90], [20, 50, 80], [10, 40, 70]]))
    #expect(Geometry(rotation: -90).warp(film, fill: .nearest) == picture([[70, 40, 10], [80, 50, 20], [90, 60, 30]]))
  }

  @Test func shiftsMoveWholePixels() {
    let wide = picture([[10, 20, 30, 40], [50, 60, 70, 80]])
    #expect(Geometry(shiftX: 0.25).warp(wide, fill: .nearest) == picture([[20, 30, 40, 40], [60, 70, 80, 80]]))
    #expect(Geometry(shiftX: -0.5).warp(wide, fill: .black) == picture([[0, 0, 10, 20], [0, 0, 50, 60]]))
    #expect(Geometry(shiftY: 0.5).warp(wide, fill: .nearest) == picture([[50, 60, 70, 80], [50, 60, 70, 80]]))
    #expect(Geometry(shiftY: -0.5).warp(wide, fill: .black) == picture([[0, 0, 0, 0], [10, 20, 30, 40]]))
  }

  @Test func zoomBelowOneEnlargesAlongItsAxis() {
    // Seen at half the distance from the middle column, 20: 15, 20, 25.
    #expect(Geometry(zoomX: 0.5).warp(film, fill: .nearest) == picture([[15, 20, 25], [45, 50, 55], [75, 80, 85]]))
    #expect(Geometry(zoomY: 0.5).warp(film, fill: .nearest) == picture([[25, 35, 45], [40, 50, 60], [55, 65, 75]]))
  }

  @Test func mirroringSwapsLeftAndRightLast() {
    #expect(Geometry(isFlipped: true).warp(film, fill: .black) == picture([[30, 20, 10], [60, 50, 40], [90, 80, 70]]))
    // Keras mirrors what rotation and shift made.
    let shifted = Geometry(shiftX: 1 / 3).warp(film, fill: .nearest)
    #expect(shifted == picture([[20, 30, 30], [50, 60, 60], [80, 90, 90]]))
    #expect(Geometry(shiftX: 1 / 3, isFlipped: true).warp(film, fill: .nearest) == picture([[30, 30, 20], [60, 60, 50], [90, 90, 80]]))
  }

  @Test func shearMovesRowsAgainstEachOther() {
    // sin 30° = 0.5: the row one below the middle is seen half a pixel to the left, and all rows at cos 30° of their distance.
    let point = Geometry(shear: 30).seen(inWidth: 3, height: 3)(x: 0, y: 1)
    #expect(abs(point.x + 0.5) < 1e-12)
    #expect(abs(point.y - 0.866025403784) < 1e-12)
  }

  @Test func theDefaultChangesNothing() {
    #expect(Geometry().warp(film, fill: .black) == film)
    #expect(Geometry().seen(inWidth: 3, height: 3) == .identity)
  }
}
