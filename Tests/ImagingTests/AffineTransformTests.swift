import Imaging
import Testing

@Suite struct AffineTransform2DTests {
  @Test func rotationTurnsClockwiseWithYDown() {
    let right = AffineTransform2D.rotation(degrees: 90)(x: 1, y: 0)
    #expect(abs(right.x) < 1e-15 && abs(right.y - 1) < 1e-15)
  }

  @Test func followedByAppliesTheFirstFirst() {
    let moved = AffineTransform2D.translation(x: 1, y: 2).followed(by: .scaling(x: 3, y: 5))
    #expect(moved(x: 10, y: 20) == (33, 110))
    let sheared = AffineTransform2D.scaling(x: 3, y: 5).followed(by: .shear(degrees: 45))
    #expect(abs(sheared(x: 1, y: 2).x - 13) < 1e-12 && sheared(x: 1, y: 2).y == 10)
  }

  @Test func inverseLeadsBack() throws {
    let transform = AffineTransform2D(a: 1.2, b: -0.3, c: 0.4, d: 0.9, tx: 7, ty: -5)
    let back = try #require(transform.inverse)
    let there = transform(x: 3, y: 11)
    let again = back(x: there.x, y: there.y)
    #expect(abs(again.x - 3) < 1e-12 && abs(again.y - 11) < 1e-12)
  }

  @Test func flatteningTransformsHaveNoInverse() {
    #expect(AffineTransform2D(a: 1, b: 2, c: 2, d: 4).inverse == nil)
    #expect(AffineTransform2D.scaling(x: 0, y: 1).inverse == nil)
    #expect(AffineTransform2D.translation(x: .nan, y: 0).inverse == nil)
  }
}
