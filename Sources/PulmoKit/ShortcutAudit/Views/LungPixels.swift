import Imaging

/// Where the lungs lie on a film of 224×224 pixels.
struct LungPixels: Sendable, Hashable {
  let columns: Range<Int>
  let rows: Range<Int>
  /// Whether a chest was recognised; otherwise they are taken to lie where they usually do.
  let isRecognised: Bool

  /// The medians of 400 training films of the Kermany data, half of them normal.
  private static let usualColumns = 0.09...0.92
  private static let usualRows = 0.14...0.90

  /// - Parameter picture: as ``Corruption/picture(of:)`` makes it.
  init(on picture: GrayImage) {
    let region = LungRegion(of: picture)
    isRecognised = region != nil
    columns = LungRegion.pixels(region?.columns ?? Self.usualColumns, of: picture.width)
    rows = LungRegion.pixels(region?.rows ?? Self.usualRows, of: picture.height)
  }

  init(columns: Range<Int>, rows: Range<Int>) {
    self.columns = columns
    self.rows = rows
    isRecognised = true
  }
}
