import Imaging

/// Rotation, shift, shear, zoom and mirroring of one picture, composed as Keras composes them.
///
/// A point of the result, taken from the picture's centre, is seen at `R · T · S · Z · F · point` of the film: mirrored, zoomed, sheared,
/// shifted, rotated. Coordinates are (x, y), x across and y down.
/// Source: Keras, `apply_affine_transform` in `keras/src/legacy/preprocessing/image.py`. One difference: there the height shift is drawn as
/// the fraction of rows but, since the axes are swapped afterwards, moves columns; here the width shift moves columns.
struct Geometry: Sendable, Hashable {
  /// Degrees; above 0 the chest turns counterclockwise.
  var rotation: Float = 0
  /// Fractions of width and height; above 0 the chest moves to the left and up.
  var shiftX: Float = 0
  var shiftY: Float = 0
  /// Degrees.
  var shear: Float = 0
  /// Factors of what is seen, above 0: below 1 the chest grows.
  var zoomX: Float = 1
  var zoomY: Float = 1
  var isFlipped = false

  /// Where in the film a point of the result is seen, both from the centre, in pixels.
  func seen(inWidth width: Int, height: Int) -> AffineTransform2D {
    // Keras's shear shortens one axis instead of keeping both lengths: [1, -sin; 0, cos].
    let tilt = AffineTransform2D.rotation(degrees: Double(shear))
    return AffineTransform2D.scaling(x: isFlipped ? -Double(zoomX) : Double(zoomX), y: Double(zoomY))
      .followed(by: AffineTransform2D(a: 1, b: tilt.b, c: 0, d: tilt.d))
      .followed(by: .translation(x: Double(shiftX) * Double(width), y: Double(shiftY) * Double(height)))
      .followed(by: .rotation(degrees: Double(rotation)))
  }

  func warp(_ picture: GrayImage, fill: GrayImage.Fill) -> GrayImage {
    // `warped` takes where the content goes, the way back of what is seen; these factors and angles always have one.
    guard let movement = seen(inWidth: picture.width, height: picture.height).inverse else {
      preconditionFailure("\(self) flattens the picture")
    }
    return picture.warped(by: movement, fill: fill)
  }
}
