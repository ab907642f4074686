import Imaging

/// What can be said of a film without looking at lungs: each a number, or a kind, that a classifier could go by instead.
struct FilmTraits: Sendable, Hashable {
  let fileBytes: Int
  /// In pixels, upright as the film is shown.
  let width: Int
  let height: Int
  /// Nil where the file is no JPEG.
  let tables: JPEGTables?
  /// Mean grey level, 0 black to 1 white.
  let brightness: Double
  /// Mean grey level of the outer sixteenth on each side.
  let borderBrightness: Double
  /// Mean magnitude of the Laplacian in grey levels, of the picture squashed to 128 × 128: edges, grain and letters.
  let sharpness: Double

  /// The side of the picture that grey levels are measured on: what a network of the usual input is given.
  private static let side = 128

  /// - Parameters:
  ///   - picture: the film, decoded.
  ///   - path: its file.
  init(of picture: GrayImage, at path: String) {
    fileBytes = FileStatus(path: path)?.size ?? 0
    width = picture.width
    height = picture.height
    tables = JPEGTables(contentsOf: path)
    let side = Self.side
    let margin = side / 16
    let levels = picture.resized(width: side, height: side).pixels.map(Int.init)
    var (sum, inside, laplacian) = (0, 0, 0)
    for y in 0..<side {
      for x in 0..<side {
        let level = levels[y * side + x]
        sum += level
        if y >= margin, y < side - margin, x >= margin, x < side - margin { inside += level }
        guard y > 0, y < side - 1, x > 0, x < side - 1 else { continue }
        let neighbours = levels[(y - 1) * side + x] + levels[(y + 1) * side + x] + levels[y * side + x - 1] + levels[y * side + x + 1]
        laplacian += abs(4 * level - neighbours)
      }
    }
    let insideCount = (side - 2 * margin) * (side - 2 * margin)
    brightness = Double(sum) / Double(255 * side * side)
    borderBrightness = Double(sum - inside) / Double(255 * (side * side - insideCount))
    sharpness = Double(laplacian) / Double((side - 2) * (side - 2))
  }
}

/// A property of files or pictures that could give a label away.
public enum FilmTrait: String, Sendable, Hashable, Codable, CaseIterable {
  case fileBytes, width, height, aspectRatio, jpegQuality, encoding, brightness, borderBrightness, sharpness

  /// As reports call it.
  public var title: String {
    switch self {
    case .fileBytes: "file size"
    case .width: "width"
    case .height: "height"
    case .aspectRatio: "width over height"
    case .jpegQuality: "JPEG quality"
    case .encoding: "JPEG tables"
    case .brightness: "mean brightness"
    case .borderBrightness: "border brightness"
    case .sharpness: "sharpness"
    }
  }

  /// Whether a network is given it in its pixels; what lies in the file alone reaches one only indirectly, such as by grain and proportions.
  public var isInPixels: Bool { [.brightness, .borderBrightness, .sharpness].contains(self) }

  /// Its number for a film; nil where the film has none.
  func value(_ traits: FilmTraits) -> Double? {
    switch self {
    case .fileBytes: Double(traits.fileBytes)
    case .width: Double(traits.width)
    case .height: Double(traits.height)
    case .aspectRatio: Double(traits.width) / Double(traits.height)
    case .jpegQuality: traits.tables.map { Double($0.quality) }
    case .encoding: nil
    case .brightness: traits.brightness
    case .borderBrightness: traits.borderBrightness
    case .sharpness: traits.sharpness
    }
  }
}
