/// A film as the triage page shows it.
package struct FilmPictures: Sendable, Hashable {
  package let thumbnail: Thumbnail
  /// What speaks for pneumonia, painted over the thumbnail, or why there is no such picture; nil where none was asked for.
  package let overlay: Result<FilmOverlay, GradientError>?
}
