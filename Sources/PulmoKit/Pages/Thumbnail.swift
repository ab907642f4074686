import FoundationEssentials
package import Imaging

/// A small picture of a film, inside the page: a JPEG of a few kilobytes as a data URI.
package struct Thumbnail: Sendable, Hashable {
  /// The longer side, in pixels.
  package static let side = 160

  package let width: Int
  package let height: Int
  package let dataURI: String

  /// Squeezes `film` so that its longer side has ``side`` pixels; its ratio is kept, and a smaller film is not enlarged.
  /// - Throws: `ImagingError` where memory is short.
  package init(of film: GrayImage) throws(ImagingError) {
    let scale = min(1, Double(Self.side) / Double(max(film.width, film.height)))
    width = max(1, Int((Double(film.width) * scale).rounded()))
    height = max(1, Int((Double(film.height) * scale).rounded()))
    let bytes = try film.resized(width: width, height: height).encoded(as: .jpeg(quality: 75))
    dataURI = "data:image/jpeg;base64," + Data(bytes).base64EncodedString()
  }

  /// The picture; `description` is for those who do not see it.
  package func html(_ description: String) -> HTML {
    HTML("img", ["src": dataURI, "width": "\(width)", "height": "\(height)", "alt": description])
  }
}
