import Imaging

/// Pictures of one film, each moved, turned or enlarged a little, whose mean a model may be asked for: test-time augmentation.
enum FilmViews {
  /// The most views of a film.
  static var limit: Int { geometries.count }

  /// The film's picture and those made of it: `count` in all, 1 to ``limit``.
  static func pictures(of picture: GrayImage, count: Int) -> [GrayImage] {
    precondition((1...limit).contains(count), "\(count) views are not 1 to \(limit)")
    return [picture] + geometries[1..<count].map { $0.warp(picture, fill: .nearest) }
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
