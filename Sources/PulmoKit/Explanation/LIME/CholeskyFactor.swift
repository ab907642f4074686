/// The upper triangular U with Uᵀ U = A of a symmetric, positive definite matrix A, by which A x = b is solved for any b.
///
/// Row by row from the top, each row's share is taken from all rows below it, so that memory is read and written in its order.
///
/// Source: Golub and Van Loan, "Matrix Computations", 4th edition, section 4.2.
struct CholeskyFactor {
  private let size: Int
  /// `[size, size]`; what lies below the diagonal is not used.
  private var upper: [Double]

  /// - Parameters:
  ///   - matrix: row-major, `size` × `size`; only the diagonal and what lies above it are read.
  ///   - size: rows.
  /// - Precondition: the matrix is positive definite beyond rounding.
  init(of matrix: [Double], size: Int) {
    precondition(matrix.count == size * size, "\(matrix.count) elements are no matrix of \(size) rows")
    self.size = size
    upper = matrix
    upper.withUnsafeMutableBufferPointer { upper in
      for pivot in 0..<size {
        let pivotRow = UnsafeMutableBufferPointer(rebasing: upper[pivot * size..<(pivot + 1) * size])
        precondition(pivotRow[pivot] > 0, "not positive definite: pivot \(pivot) is \(pivotRow[pivot])")
        let scale = 1 / pivotRow[pivot].squareRoot()
        for column in pivot..<size { pivotRow[column] *= scale }
        for row in pivot + 1..<size {
          let below = UnsafeMutableBufferPointer(rebasing: upper[row * size..<(row + 1) * size])
          let factor = pivotRow[row]
          for column in row..<size { below[column] -= factor * pivotRow[column] }
        }
      }
    }
  }

  /// The x of A x = `right`.
  func solve(_ right: [Double]) -> [Double] {
    precondition(right.count == size, "\(right.count) numbers for \(size) rows")
    var solution = right
    for row in 0..<size {
      solution[row] /= upper[row * size + row]
      for column in row + 1..<size { solution[column] -= upper[row * size + column] * solution[row] }
    }
    for row in (0..<size).reversed() {
      for column in row + 1..<size { solution[row] -= upper[row * size + column] * solution[column] }
      solution[row] /= upper[row * size + row]
    }
    return solution
  }
}
