import Imaging

extension FilmView {
  /// The view of a film.
  /// - Parameters:
  ///   - film: the film.
  ///   - background: the film whose background ``backgroundOther`` takes.
  func callAsFunction(_ film: AuditPicture, on background: AuditPicture) -> GrayImage {
    guard self != .backgroundOther else { return background.carrying(lungsOf: film) }
    return hidden(on: film.picture, lungs: film.lungs)?.applied(to: film.picture) ?? film.picture
  }
}
