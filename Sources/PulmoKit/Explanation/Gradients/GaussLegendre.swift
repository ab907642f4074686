#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Gauss and Legendre's rule for integrals from 0 to 1: exact for polynomials of a degree below `2 · count`.
struct GaussLegendre: Sendable {
  /// Where the integrand is taken, 0 to 1, rising.
  let nodes: [Double]
  /// What each counts, 1 in sum.
  let weights: [Double]

  /// - Parameter count: nodes, at least 1.
  init(count: Int) {
    precondition(count >= 1, "an integral is taken at one place at least, not \(count)")
    var nodes = [Double](repeating: 0.5, count: count)
    var weights = nodes
    for index in 0..<(count + 1) / 2 {
      // From the right end: Newton's method from a root of the Chebyshev polynomial, which lies close to Legendre's.
      var x = cos(Double.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
      var slope = 0.0
      for _ in 0..<16 {
        let value: Double
        (value, slope) = Self.legendre(count, at: x)
        let step = value / slope
        x -= step
        if abs(step) < 1e-15 { break }
      }
      let weight = 1 / ((1 - x * x) * slope * slope)
      (nodes[index], nodes[count - 1 - index]) = ((1 - x) / 2, (1 + x) / 2)
      (weights[index], weights[count - 1 - index]) = (weight, weight)
    }
    self.nodes = nodes
    self.weights = weights
  }

  /// The Legendre polynomial of a degree above 0, and its slope, within -1 … 1.
  private static func legendre(_ degree: Int, at x: Double) -> (value: Double, slope: Double) {
    var (previous, value) = (1.0, x)
    for n in 1..<max(degree, 1) {
      (previous, value) = (value, (Double(2 * n + 1) * x * value - Double(n) * previous) / Double(n + 1))
    }
    return (value, Double(degree) * (x * value - previous) / (x * x - 1))
  }
}
