import Imaging

/// A film that could not be read, in the JSON of a command's `failures`.
struct UnreadableFilm: Encodable {
  let path: String
  let error: String

  init(_ error: ImagingError) {
    path = error.path
    self.error = error.reason
  }
}
