import FoundationEssentials
package import Imaging

/// A small picture inside the page: a JPEG of a few kilobytes as a data URI.
package struct Thumbnail: Sendable, Hashable {
  /// The longer side of a film in a list, in pixels.
  package static let side = 160

  package let width: Int
  package let height: Int
  package let dataURI: String

  /// Squeezes `film` so that its longer side has ``side`` pixels; its ratio is kept, and a smaller film is not enlarged.
  /// - Throws: `ImagingError` where memory is short.
  package init(of film: GrayImage) throws(ImagingError) {
    let fitted = film.fitted(to: Self.side)
    (width, height) = (fitted.width, fitted.height)
    dataURI = Self.dataURI(try fitted.encoded(as: .jpeg(quality: 75)))
  }

  /// The same of what is drawn about a film.
  /// - Parameters:
  ///   - picture: the picture.
  ///   - side: the longer side at most, in pixels.
  ///   - quality: of the JPEG; letters need more than films.
  /// - Throws: `ImagingError` where memory is short.
  package init(of picture: ColorImage, side: Int = Self.side, quality: Int = 85) throws(ImagingError) {
    let fitted = picture.fitted(to: side)
    (width, height) = (fitted.width, fitted.height)
    dataURI = Self.dataURI(try fitted.encoded(as: .jpeg(quality: quality)))
  }

  private static func dataURI(_ bytes: [UInt8]) -> String { "data:image/jpeg;base64," + Data(bytes).base64EncodedString() }

  /// The picture; `description` is for those who do not see it.
  package func html(_ description: String) -> HTML {
    HTML("img", ["src": dataURI, "width": "\(width)", "height": "\(height)", "alt": description])
  }
}
