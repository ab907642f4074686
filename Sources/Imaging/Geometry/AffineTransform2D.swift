#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A linear map and a shift of the plane: `x' = a·x + b·y + tx`, `y' = c·x + d·y + ty`.
///
/// Lengths are in pixels, x runs to the right and y down. A ``GrayImage`` is warped about its centre: its origin is the middle of the picture.
///
/// ```swift
/// let tilt = AffineTransform2D.rotation(degrees: 5).followed(by: .translation(x: 3, y: 0))
/// let tilted = film.warped(by: tilt, fill: .black)
/// ```
public struct AffineTransform2D: Sendable, Hashable {
  public var a: Double
  public var b: Double
  public var c: Double
  public var d: Double
  public var tx: Double
  public var ty: Double

  public init(a: Double, b: Double, c: Double, d: Double, tx: Double = 0, ty: Double = 0) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.tx = tx
    self.ty = ty
  }

  public static let identity = AffineTransform2D(a: 1, b: 0, c: 0, d: 1)

  /// Turns clockwise, as seen with y down.
  public static func rotation(degrees: Double) -> AffineTransform2D {
    let angle = degrees * .pi / 180
    return AffineTransform2D(a: cos(angle), b: -sin(angle), c: sin(angle), d: cos(angle))
  }

  /// Moves by `x` pixels to the right and `y` pixels down.
  public static func translation(x: Double, y: Double) -> AffineTransform2D {
    AffineTransform2D(a: 1, b: 0, c: 0, d: 1, tx: x, ty: y)
  }

  /// Enlarges by factors along each axis; -1 mirrors.
  public static func scaling(x: Double, y: Double) -> AffineTransform2D { AffineTransform2D(a: x, b: 0, c: 0, d: y) }

  /// Slants: `x' = x + tan(angle)·y`, as a deck of cards pushed sideways.
  public static func shear(degrees: Double) -> AffineTransform2D {
    AffineTransform2D(a: 1, b: tan(degrees * .pi / 180), c: 0, d: 1)
  }

  /// This transform first, then `next`.
  public func followed(by next: AffineTransform2D) -> AffineTransform2D {
    let shift = next(x: tx, y: ty)
    return AffineTransform2D(
      a: next.a * a + next.b * c, b: next.a * b + next.b * d, c: next.c * a + next.d * c, d: next.c * b + next.d * d, tx: shift.x,
      ty: shift.y)
  }

  /// Where the point goes.
  public func callAsFunction(x: Double, y: Double) -> (x: Double, y: Double) { (a * x + b * y + tx, c * x + d * y + ty) }

  /// How much areas grow; negative where the transform mirrors.
  public var determinant: Double { a * d - b * c }

  /// The way back, or nil where the transform flattens the plane (or holds numbers that are not finite).
  public var inverse: AffineTransform2D? {
    let scale = 1 / determinant
    guard scale.isFinite, tx.isFinite, ty.isFinite else { return nil }
    return AffineTransform2D(
      a: d * scale, b: -b * scale, c: -c * scale, d: a * scale, tx: (b * ty - d * tx) * scale, ty: (c * tx - a * ty) * scale)
  }
}
