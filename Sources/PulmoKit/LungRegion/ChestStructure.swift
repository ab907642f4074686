import Imaging

/// Where a film is lighter or darker than its surroundings: 32 × 32 numbers free of tone, shading and contrast.
///
/// The film is squashed, its tone equalised, and of each level its surroundings' mean is taken away; the difference is divided by the
/// surroundings' standard deviation plus 12 levels, so that flat parts stay near 0. The surroundings are 11 × 11 pixels; beyond its edges a
/// film goes on as it ends.
struct ChestStructure {
  /// Pixels of a side.
  static let side = 32

  /// `[32, 32]`, rows from top to bottom.
  let rows: [Float]

  init(of film: GrayImage) {
    var small = film.resized(width: Self.side, height: Self.side)
    ToneEqualization(of: small).apply(to: &small)
    let levels = small.pixels.map { Float($0) }
    let differences = zip(levels, Self.surroundings(of: levels)).map { $0 - $1 }
    let variances = Self.surroundings(of: differences.map { $0 * $0 })
    rows = zip(differences, variances).map { $0 / (max(0, $1).squareRoot() + 12) }
  }

  /// `[32, 32]`, columns from left to right.
  var columns: [Float] { Self.transposed(rows) }

  static func transposed(_ rows: [Float]) -> [Float] { (0..<side * side).map { rows[$0 % side * side + $0 / side] } }

  /// The mean of the 11 × 11 pixels around each, along one axis and then the other.
  private static func surroundings(of values: [Float]) -> [Float] { transposed(alongRows(transposed(alongRows(values)))) }

  private static func alongRows(_ values: [Float]) -> [Float] {
    let reach = 5
    return (0..<side * side).map { index in
      let (row, column) = (index / side, index % side)
      let sum = (column - reach...column + reach).reduce(Float(0)) { $0 + values[row * side + max(0, min(side - 1, $1))] }
      return sum / Float(2 * reach + 1)
    }
  }
}
