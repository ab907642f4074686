import Imaging

/// What a film tells of the setting it was made in, and as little as can be of the lungs: its border, its tone and its sharpness.
///
/// All is measured on the film squashed to ``side`` × ``side`` pixels, so that an original and its small copies tell nearly the same.
struct SettingTraits: Sendable, Hashable {
  /// Mean levels along the four sides, 0 to 255: the outermost pixels of a thumbnail of 28 × 28, row by row. Corner annotations, collimation and
  /// empty margins stand there.
  let border: [Double]
  /// The levels that 0, 5, 10 … 100% of the pixels do not exceed, 0 to 255: the tone curve.
  let tone: [Double]
  /// Mean magnitude of the Laplacian and of the differences to the right and lower neighbours, in levels: grain, focus, resampling.
  let sharpness: [Double]

  static let side = 224
  private static let thumbnailSide = 28
  private static let quantiles = 21

  init(of film: GrayImage) {
    let picture = film.resized(width: Self.side, height: Self.side)
    border = Self.border(of: picture)
    tone = Self.tone(of: picture)
    sharpness = Self.sharpness(of: picture)
  }

  private static func border(of picture: GrayImage) -> [Double] {
    let last = thumbnailSide - 1
    let thumbnail = picture.resized(width: thumbnailSide, height: thumbnailSide).pixels
    return thumbnail.indices.filter { index in
      let (y, x) = index.quotientAndRemainder(dividingBy: thumbnailSide)
      return y == 0 || y == last || x == 0 || x == last
    }.map { Double(thumbnail[$0]) }
  }

  private static func tone(of picture: GrayImage) -> [Double] {
    var counts = [Int](repeating: 0, count: 256)
    for level in picture.pixels { counts[Int(level)] += 1 }
    var level = 0
    var covered = counts[0]
    return (0..<quantiles).map { step in
      let wanted = max(1, picture.pixels.count * step / (quantiles - 1))
      while covered < wanted {
        level += 1
        covered += counts[level]
      }
      return Double(level)
    }
  }

  private static func sharpness(of picture: GrayImage) -> [Double] {
    var (laplacian, difference) = (0, 0)
    picture.pixels.withUnsafeBufferPointer { levels in
      for row in 1..<side - 1 {
        for place in row * side + 1..<row * side + side - 1 {
          let level = Int(levels[place])
          let (right, below) = (Int(levels[place + 1]), Int(levels[place + side]))
          laplacian += abs(4 * level - right - below - Int(levels[place - 1]) - Int(levels[place - side]))
          difference += abs(level - right) + abs(level - below)
        }
      }
    }
    let count = Double((side - 2) * (side - 2))
    return [Double(laplacian) / count, Double(difference) / count]
  }
}

extension SettingTraits {
  /// Films as points whose distances can be compared: each trait has mean 0 and variance 1 over the films (0 where all films agree), divided by
  /// the number of traits of its kind, so that border, tone and sharpness weigh alike.
  static func points(of films: [SettingTraits]) -> [[Double]] {
    let kinds = [\SettingTraits.border, \.tone, \.sharpness].map { kind in standardized(films.map { $0[keyPath: kind] }) }
    return films.indices.map { film in kinds.flatMap { $0[film] } }
  }

  private static func standardized(_ rows: [[Double]]) -> [[Double]] {
    var rows = rows
    for column in (rows.first ?? []).indices {
      let mean = rows.reduce(0) { $0 + $1[column] } / Double(rows.count)
      let variance = rows.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) } / Double(rows.count)
      let scale = variance > 0 ? 1 / (variance * Double(rows[0].count)).squareRoot() : 0
      for row in rows.indices { rows[row][column] = (rows[row][column] - mean) * scale }
    }
    return rows
  }
}
