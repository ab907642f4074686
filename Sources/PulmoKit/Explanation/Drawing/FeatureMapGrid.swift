public import Imaging

/// Feature maps side by side, each in the range of its own values, with their labels: the channels of a layer, or one channel of many layers.
public struct FeatureMapGrid: Sendable, Hashable {
  /// What the grid shows, such as `conv1: 32 channels of 126 x 126`.
  public let title: String
  /// Along the rows from the upper left.
  public let tiles: [FeatureMapTile]

  private static let margin = 6
  /// What the grid says of itself beside its title.
  private static let words = "Each map in its own range, violet lowest, yellow highest; grey: the same everywhere"

  /// - Parameters:
  ///   - title: what the grid shows.
  ///   - tiles: at least one.
  public init(title: String, tiles: [FeatureMapTile]) {
    precondition(!tiles.isEmpty, "a grid without feature maps")
    self.title = title
    self.tiles = tiles
  }

  /// The longer side of a map, in pixels: less where there are many of them, never less than their labels need.
  var side: Int {
    let labels = (tiles.map(\.label.count).max() ?? 0) * BitmapFont.width
    return max(tiles.count > 256 ? 32 : tiles.count > 96 ? 64 : 128, min(labels, 256))
  }

  /// Maps of a row: a grid somewhat wider than high, and 5 at least where there are as many, so that the title has room.
  var columnCount: Int {
    let even = (1...tiles.count).first { $0 * $0 * 3 >= tiles.count * 4 } ?? tiles.count
    return min(tiles.count, max(even, 5))
  }

  /// The grid as a picture.
  public var picture: ColorImage {
    let (margin, side, columns) = (Self.margin, side, columnCount)
    let cell = (width: side + margin, height: side + BitmapFont.height + margin)
    let width = max(margin + columns * cell.width, 2 * margin + 32 * BitmapFont.width)
    let head = [(title, PictureColors.text), (Self.words, PictureColors.quietText), ("Not for diagnosis", PictureColors.warning)]
      .flatMap { text, color in
        BitmapFont.lines(of: text, columns: (width - 2 * margin) / BitmapFont.width).map { PictureLine($0, color) }
      }
    let top = 2 * margin + head.count * (BitmapFont.height + 1)
    let rows = (tiles.count + columns - 1) / columns
    var picture = ColorImage(width: width, height: top + rows * cell.height, color: PictureColors.background)
    for (index, line) in head.enumerated() {
      picture.write(line.text, column: margin, row: margin + index * (BitmapFont.height + 1), scale: 1, color: line.color)
    }
    for (index, tile) in tiles.enumerated() {
      let (column, row) = (margin + index % columns * cell.width, top + index / columns * cell.height)
      picture.draw(tile.picture(side: side), column: column, row: row)
      let label = tile.label.shortened(to: side / BitmapFont.width)
      picture.write(label, column: column, row: row + side, scale: 1, color: PictureColors.quietText)
    }
    return picture
  }
}
