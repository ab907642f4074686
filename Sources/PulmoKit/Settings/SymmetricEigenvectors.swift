/// The eigenvectors of a symmetric matrix, by Jacobi's method: rotations in one plane after another, each of which makes one element off the
/// diagonal 0, until all are.
///
/// Source: Golub and Van Loan, "Matrix Computations", 4th edition, section 8.5. Slow beyond some hundred rows, and accurate to rounding.
struct SymmetricEigenvectors {
  /// In falling order.
  let values: [Double]
  /// Of length 1 and at right angles to each other, in the order of ``values``.
  let vectors: [[Double]]

  /// - Parameters:
  ///   - matrix: row-major, `size` × `size`, symmetric.
  ///   - size: rows, at least 1.
  init(of matrix: [Double], size: Int) {
    precondition(size >= 1 && matrix.count == size * size, "\(matrix.count) elements are no matrix of \(size) rows")
    var rotated = matrix  // [size, size]
    var vectors = [Double](repeating: 0, count: size * size)  // [size, size], one eigenvector a row
    for index in 0..<size { vectors[index * size + index] = 1 }
    let negligible = matrix.reduce(0) { $0 + $1 * $1 } * 1e-28
    func offDiagonal() -> Double {
      (0..<size).reduce(0) { sum, row in (0..<row).reduce(sum) { $0 + 2 * rotated[row * size + $1] * rotated[row * size + $1] } }
    }
    // Convergence is quadratic: about ten sweeps for hundreds of rows.
    for _ in 0..<50 where offDiagonal() > negligible {
      for p in 0..<size {
        for q in p + 1..<max(p + 1, size) where rotated[p * size + q] != 0 {
          let theta = (rotated[q * size + q] - rotated[p * size + p]) / (2 * rotated[p * size + q])
          let tangent = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let cosine = 1 / (tangent * tangent + 1).squareRoot()
          let sine = tangent * cosine
          Self.rotate(&rotated, from: p * size, and: q * size, by: 1, count: size, cosine, sine)
          Self.rotate(&rotated, from: p, and: q, by: size, count: size, cosine, sine)
          Self.rotate(&vectors, from: p * size, and: q * size, by: 1, count: size, cosine, sine)
        }
      }
    }
    let order = (0..<size).sorted { (rotated[$1 * size + $1], $0) < (rotated[$0 * size + $0], $1) }
    values = order.map { rotated[$0 * size + $0] }
    self.vectors = order.map { Array(vectors[$0 * size..<($0 + 1) * size]) }
  }

  /// Turns two rows (`stride` 1) or columns (`stride` the row's length) into c·first - s·second and s·first + c·second.
  private static func rotate(
    _ elements: inout [Double], from first: Int, and second: Int, by stride: Int, count: Int, _ cosine: Double, _ sine: Double
  ) {
    elements.withUnsafeMutableBufferPointer { elements in
      for index in 0..<count {
        let (one, other) = (elements[first + index * stride], elements[second + index * stride])
        elements[first + index * stride] = cosine * one - sine * other
        elements[second + index * stride] = sine * one + cosine * other
      }
    }
  }
}
