/// Linear regression with weighted rows and a penalty on the squares of the coefficients, the intercept left free.
///
/// The coefficients c and the intercept a make Σ w (y - a - x · c)² + λ Σ c² least. With x̄ and ȳ the weighted means and Z the rows
/// √w (x - x̄), they are (Zᵀ Z + λ I) c = Zᵀ √w (y - ȳ) and a = ȳ - x̄ · c. The matrix is factored once for any number of targets. In double
/// precision throughout.
///
/// Source: Hoerl and Kennard, "Ridge regression: biased estimation for nonorthogonal problems", Technometrics 12 (1970). The same as
/// scikit-learn's `Ridge(alpha=λ, fit_intercept=True).fit(x, y, sample_weight=w)`.
struct WeightedRidge {
  struct Fit {
    let coefficients: [Double]
    let intercept: Double
    /// 1 - Σ w (y - a - x · c)² / Σ w (y - ȳ)², the coefficient of determination: at most 1. Nil where all targets are one number: there is
    /// nothing to explain.
    let determination: Double?
  }

  private let columns: Int
  private let weights: [Double]
  /// `[columns]`
  private let means: [Double]
  /// Z, `[rows, columns]`, its rows filled up with zeros to a multiple of ``rowsAtOnce``.
  private let centred: [Double]
  private let factor: CholeskyFactor

  /// What the product Zᵀ Z takes at a time, so that its sums are fetched and stored a quarter as often.
  private static let rowsAtOnce = 4

  /// - Parameters:
  ///   - design: x, `[rows, columns]`.
  ///   - weights: w, one a row, none negative, their sum above 0.
  ///   - penalty: λ, above 0.
  init(_ design: [Double], weights: [Double], penalty: Double) {
    precondition(!weights.isEmpty && design.count % weights.count == 0, "\(design.count) entries are no \(weights.count) rows")
    precondition(penalty > 0, "a penalty of \(penalty): without one there may be many answers")
    let columns = design.count / weights.count
    let total = weights.reduce(0, +)
    precondition(total > 0, "weights of a sum of \(total)")
    var means = [Double](repeating: 0, count: columns)
    for (row, weight) in weights.enumerated() {
      for column in 0..<columns { means[column] += weight * design[row * columns + column] }
    }
    for column in 0..<columns { means[column] /= total }
    let rows = (weights.count + Self.rowsAtOnce - 1) / Self.rowsAtOnce * Self.rowsAtOnce
    var centred = [Double](repeating: 0, count: rows * columns)
    for (row, weight) in weights.enumerated() {
      let root = weight.squareRoot()
      for column in 0..<columns { centred[row * columns + column] = root * (design[row * columns + column] - means[column]) }
    }
    var matrix = Self.gram(of: centred, columns: columns)
    for column in 0..<columns { matrix[column * columns + column] += penalty }
    self.columns = columns
    self.weights = weights
    self.means = means
    self.centred = centred
    factor = CholeskyFactor(of: matrix, size: columns)
  }

  /// - Parameter targets: y, finite, one a row.
  func fit(_ targets: [Double]) -> Fit {
    precondition(targets.count == weights.count, "\(targets.count) targets for \(weights.count) rows")
    // Counted from the first: targets that are one number then leave exactly 0, and determine nothing.
    let first = targets.first ?? 0
    let mean = zip(weights, targets).reduce(0) { $0 + $1.0 * ($1.1 - first) } / weights.reduce(0, +)
    let deviations = zip(weights, targets).map { $0.squareRoot() * ($1 - first - mean) }
    var right = [Double](repeating: 0, count: columns)
    for (row, deviation) in deviations.enumerated() {
      for column in 0..<columns { right[column] += deviation * centred[row * columns + column] }
    }
    let coefficients = factor.solve(right)
    var (all, left) = (0.0, 0.0)
    for (row, deviation) in deviations.enumerated() {
      var residual = deviation
      for column in 0..<columns { residual -= centred[row * columns + column] * coefficients[column] }
      all += deviation * deviation
      left += residual * residual
    }
    let intercept = first + mean - zip(means, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    return Fit(coefficients: coefficients, intercept: intercept, determination: all == 0 ? nil : 1 - left / all)
  }

  /// Zᵀ Z, `[columns, columns]`: the diagonal and what lies above it.
  private static func gram(of centred: [Double], columns: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: columns * columns)
    centred.withUnsafeBufferPointer { centred in
      sums.withUnsafeMutableBufferPointer { sums in
        for start in stride(from: 0, to: centred.count, by: rowsAtOnce * columns) {
          func row(_ index: Int) -> UnsafeBufferPointer<Double> {
            UnsafeBufferPointer(rebasing: centred[start + index * columns..<start + (index + 1) * columns])
          }
          let (z0, z1, z2, z3) = (row(0), row(1), row(2), row(3))
          for first in 0..<columns {
            let line = UnsafeMutableBufferPointer(rebasing: sums[first * columns..<(first + 1) * columns])
            let (f0, f1, f2, f3) = (z0[first], z1[first], z2[first], z3[first])
            for second in first..<columns {
              line[second] += f0 * z0[second] + f1 * z1[second] + (f2 * z2[second] + f3 * z3[second])
            }
          }
        }
      }
    }
    return sums
  }
}
