public import Imaging

/// A film with the part of it that a network sees, on which explanations are drawn at the film's own resolution.
public struct SeenFilm: Sendable, Hashable {
  public let film: GrayImage
  /// Of the film, in pixels: what the network's input was squashed from.
  public let columns: Range<Int>
  /// Of the film, in pixels: what the network's input was squashed from.
  public let rows: Range<Int>

  /// - Parameters:
  ///   - film: as it was decoded.
  ///   - columns: of the film, what the network sees.
  ///   - rows: of the film, what the network sees.
  /// - Precondition: columns and rows are not empty and lie within the film.
  public init(_ film: GrayImage, columns: Range<Int>, rows: Range<Int>) {
    precondition(
      !columns.isEmpty && !rows.isEmpty && columns.clamped(to: 0..<film.width) == columns && rows.clamped(to: 0..<film.height) == rows,
      "columns \(columns) and rows \(rows) are no part of \(film.width)×\(film.height)")
    self.film = film
    self.columns = columns
    self.rows = rows
  }

  /// The part that a model's preprocessing keeps: the lungs' where it asks for them and a chest is recognised, else all.
  /// - Parameters:
  ///   - film: as it was decoded.
  ///   - preprocessing: the model's.
  public init(_ film: GrayImage, _ preprocessing: Preprocessing) {
    if preprocessing.region == .lungs, let region = LungRegion(of: film) {
      self.init(
        film, columns: LungRegion.pixels(region.columns, of: film.width), rows: LungRegion.pixels(region.rows, of: film.height))
    } else {
      self.init(film, columns: 0..<film.width, rows: 0..<film.height)
    }
  }

  /// Whether the network sees all of the film.
  public var isWhole: Bool { columns.count == film.width && rows.count == film.height }

  /// What part of the film that is: ``PictureRegion/whole`` for a network that asks for the lungs, too, where no chest is recognised.
  public var region: PictureRegion { isWhole ? .whole : .lungs }

  /// Pixels that a pixel of a letter or of a line takes, so that both are as plain on a large film as on a small one.
  var scale: Int { max(1, Int((Double(max(film.width, film.height)) / 450).rounded())) }

  /// The film in colours, what the network sees of it repainted.
  ///
  /// A thin frame goes around that part where it is not all.
  /// - Parameter color: a pixel's new colour by its column and row within the part and its grey level.
  func painted(_ color: (_ column: Int, _ row: Int, _ level: UInt8) -> RGBColor) -> ColorImage {
    var samples = ColorImage(film).samples
    for row in rows {
      for column in columns {
        let place = row * film.width + column
        let painted = color(column - columns.lowerBound, row - rows.lowerBound, film.pixels[place])
        samples[3 * place] = painted.red
        samples[3 * place + 1] = painted.green
        samples[3 * place + 2] = painted.blue
      }
    }
    var image = ColorImage(width: film.width, height: film.height, samples: samples)
    if !isWhole { image.outline(columns: columns, rows: rows, thickness: max(1, scale / 2), color: PictureColors.frame) }
    return image
  }
}
