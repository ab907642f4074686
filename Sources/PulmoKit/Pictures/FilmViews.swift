import Imaging

/// Pictures of one film, each moved, turned or enlarged a little. A film's probability is that of the mean of their logits: test-time
/// augmentation.
enum FilmViews {
  /// The most views of a film.
  static var limit: Int { geometries.count }

  /// View `number`, below ``limit``, of a film's picture; view 0 is the picture itself.
  static func view(_ number: Int, of picture: GrayImage) -> GrayImage {
    number == 0 ? picture : geometries[number].warp(picture, fill: .nearest)
  }

  /// Small moves, less than trainings with augmentation usually make.
  private static let geometries = [
    Geometry(),
    Geometry(shiftX: 0.036), Geometry(shiftX: -0.036),
    Geometry(zoomX: 0.93, zoomY: 0.93),
    Geometry(rotation: 5), Geometry(rotation: -5),
    Geometry(shiftY: 0.036, zoomX: 0.97, zoomY: 0.97), Geometry(shiftY: -0.036, zoomX: 0.97, zoomY: 0.97),
  ]
}
