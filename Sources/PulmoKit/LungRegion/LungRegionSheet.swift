public import Imaging
import NeuralNet

/// Films drawn at random with the region of the lungs drawn on them: to see by eye where it fails.
public struct LungRegionSheet: Sendable {
  /// One film on the sheet.
  public struct Film: Sendable, Hashable {
    public let study: Study
    /// Nil where no chest is recognised: the whole film would be used.
    public let region: LungRegion?
    fileprivate let tile: GrayImage
  }

  /// Normal films first, from the upper left along the rows.
  public let films: [Film]
  /// Films drawn that cannot be read, for which no others were drawn.
  public let unreadable: [ImagingError]

  /// Pixels of a tile's side; films are squashed to it.
  public static let tileSide = 108
  /// Tiles of a row.
  public static let columnCount = 8

  /// Draws films of a dataset: half of them normal, half of them pneumonia, or what there is of each.
  /// - Parameters:
  ///   - dataset: the films.
  ///   - count: how many, at least 1.
  ///   - seed: which.
  public init(of dataset: Dataset, count: Int = 48, seed: UInt64) {
    let drawn = [false, true].flatMap { isPneumonia in
      var studies = dataset.studies.filter { $0.label.isPneumonia == isPneumonia }
      var generator = SplitMix64(keys: seed, isPneumonia ? 1 : 0)
      studies.shuffle(with: &generator)
      return studies.prefix(isPneumonia ? count / 2 : count - count / 2)
    }
    let results = drawn.concurrentMap { study in
      Result<Film, ImagingError> { () throws(ImagingError) in
        let film = try GrayImage(contentsOf: study.path)
        let region = LungRegion(of: film)
        return Film(study: study, region: region, tile: Self.tile(of: film, region))
      }
    }
    films = results.compactMap { try? $0.get() }
    unreadable = results.compactMap { if case .failure(let error) = $0 { error } else { nil } }
  }

  /// The sheet; nil where it has no film.
  public var picture: GrayImage? {
    guard !films.isEmpty else { return nil }
    let side = Self.tileSide
    let columns = min(Self.columnCount, films.count)
    let rows = (films.count + columns - 1) / columns
    var pixels = [UInt8](repeating: 0, count: columns * rows * side * side)
    for (index, film) in films.enumerated() {
      let corner = index / columns * side * columns * side + index % columns * side
      for row in 0..<side {
        let start = corner + row * columns * side
        pixels.replaceSubrange(start..<start + side, with: film.tile.pixels[row * side..<(row + 1) * side])
      }
    }
    return GrayImage(width: columns * side, height: rows * side, pixels: pixels)
  }

  /// The film with the region's outline in white within one in black; a region that is not known is not drawn.
  private static func tile(of film: GrayImage, _ region: LungRegion?) -> GrayImage {
    var tile = film.resized(width: tileSide, height: tileSide)
    guard let region else { return tile }
    let (columns, rows) = (LungRegion.pixels(region.columns, of: tileSide), LungRegion.pixels(region.rows, of: tileSide))
    for row in rows {
      for column in columns {
        let depth = min(
          column - columns.lowerBound, columns.upperBound - 1 - column, row - rows.lowerBound, rows.upperBound - 1 - row)
        if depth < 2 { tile.pixels[row * tileSide + column] = depth == 0 ? 0 : 255 }
      }
    }
    return tile
  }
}

extension LungRegionSheet: CustomStringConvertible {
  /// A line for each film: its place on the sheet, its name, the region in percent of the film, the correlation.
  public var description: String {
    let head = ["film", "row", "column", "left", "top", "right", "bottom", "correlation"]
    let rows = films.enumerated().map { index, film in
      let place = ["\(index / Self.columnCount + 1)", "\(index % Self.columnCount + 1)"]
      guard let region = film.region else { return [film.study.id.printable] + place + ["n/a", "n/a", "n/a", "n/a", "n/a"] }
      let sides = [region.columns.lowerBound, region.rows.lowerBound, region.columns.upperBound, region.rows.upperBound]
      return [film.study.id.printable] + place + sides.map { "\(Int(($0 * 100).rounded()))%" } + [region.correlation.formatted(decimals: 2)]
    }
    let found = films.count { $0.region != nil }
    return (TextTable.lines([head] + rows) + ["", "A chest is recognised on \(found) of \(films.count) films."]).joined(separator: "\n")
  }
}
