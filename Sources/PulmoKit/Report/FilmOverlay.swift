import Imaging

/// Where on a film a network saw what speaks for pneumonia, painted over the film's thumbnail, and whether to believe it.
package struct FilmOverlay: Sendable, Hashable {
  package let picture: Thumbnail
  package let verdict: OverlayVerdict

  /// - Parameters:
  ///   - heatmap: of the network's input; its values are finite.
  ///   - film: as it was decoded, with the part of it that the network saw.
  ///   - small: the film at the thumbnail's size.
  ///   - verdict: what the checks say of the heatmap.
  /// - Throws: `ImagingError` where memory is short.
  init(_ heatmap: Heatmap, of film: SeenFilm, on small: GrayImage, verdict: OverlayVerdict) throws(ImagingError) {
    picture = try Thumbnail(of: Self.painted(heatmap, film, on: small), quality: 75)
    self.verdict = verdict
  }

  /// The small film with the heatmap over the part that the network saw.
  static func painted(_ heatmap: Heatmap, _ film: SeenFilm, on small: GrayImage) -> ColorImage {
    func scaled(_ part: Range<Int>, from length: Int, to smallLength: Int) -> Range<Int> {
      let lower = min(part.lowerBound * smallLength / length, smallLength - 1)
      return lower..<max(lower + 1, part.upperBound * smallLength / length)
    }
    let seen = SeenFilm(
      small, columns: scaled(film.columns, from: film.film.width, to: small.width),
      rows: scaled(film.rows, from: film.film.height, to: small.height))
    return ExplanationPicture(of: heatmap, on: seen).image
  }
}
