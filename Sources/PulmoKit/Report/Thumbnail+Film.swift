import Imaging

extension Thumbnail {
  /// The thumbnail of the film at `path`, or why there is none: a report does not fail over a picture.
  static func html(ofFilmAt path: String, _ description: String) -> HTML {
    do throws(ImagingError) {
      return try Thumbnail(of: GrayImage(contentsOf: path)).html(description)
    } catch {
      return HTML("span", ["class": "no-picture"]) { "no picture: \(error.reason)" }
    }
  }
}
