import Imaging

/// A film as it was read, once: what the audit changes, what probes learn from, and what the model and the record know it by.
struct ReadFilm: Sendable {
  let study: Study
  let picture: AuditPicture
  /// In the order of ``ShortcutTest/probed``.
  let probePictures: [ProbePicture]
  let fingerprint: PictureFingerprint
  /// Of the file, lower-case hexadecimal.
  let sha256: String

  /// - Parameters:
  ///   - study: the film.
  ///   - plain: the model's picture of a whole film in its own levels.
  init(_ study: Study, _ plain: Preprocessing) throws(ImagingError) {
    let film = try GrayImage(contentsOf: study.path)
    let picture = AuditPicture(of: film)
    self.study = study
    self.picture = picture
    probePictures = ShortcutTest.probed.compactMap { view in
      view.hidden(on: picture.picture, lungs: picture.lungs).map { ProbePicture(of: picture.picture, hiding: $0) }
    }
    fingerprint = PictureFingerprint(of: plain.picture(of: film))
    do throws(DataError) {
      sha256 = try FileHashes.sha256(ofFileAt: study.path)
    } catch {
      throw ImagingError(path: study.path, reason: "\(error)")
    }
  }
}
