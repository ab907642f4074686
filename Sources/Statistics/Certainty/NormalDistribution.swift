#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The standard normal distribution.
public enum NormalDistribution {
  /// Φ(x) = erfc(-x / √2) / 2: the chance of a value of at most `x`.
  public static func cumulative(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

  /// Φ⁻¹(p): the value that a share `p` stays below. Relative error below 1e-14 for p from 1e-300 up.
  ///
  /// Acklam's rational approximation (relative error 1.15e-9), then one step of Halley's method on `erfc`. The upper half is
  /// mirrored from the lower, where `erfc` keeps its relative precision.
  ///
  /// Source: P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function" (2003).
  /// - Parameter p: from 0 (minus infinity) to 1 (infinity).
  public static func quantile(_ p: Double) -> Double {
    precondition(p >= 0 && p <= 1, "a probability lies from 0 to 1, not at \(p)")
    if p == 0 { return -.infinity }
    if p > 0.5 { return p == 1 ? .infinity : -quantile(1 - p) }
    let start = acklam(p)
    // Further out the step's exponential overflows; the approximation alone has a relative error of about 1e-9 there.
    guard p >= 1e-300 else { return start }
    let error = cumulative(start) - p
    let step = error * (2 * Double.pi).squareRoot() * exp(start * start / 2)
    return start - step / (1 + start * step / 2)
  }

  /// Acklam's approximation for 0 < p <= 0.5.
  private static func acklam(_ p: Double) -> Double {
    if p < 0.02425 {
      let q = (-2 * log(p)).squareRoot()
      return polynomial(tailNumerator, q) / polynomial(tailDenominator, q)
    }
    let q = p - 0.5
    return polynomial(centreNumerator, q * q) * q / polynomial(centreDenominator, q * q)
  }

  private static let centreNumerator = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01,
    2.506628277459239,
  ]
  private static let centreDenominator = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1,
  ]
  private static let tailNumerator = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783,
  ]
  private static let tailDenominator = [
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1,
  ]

  /// Horner's scheme, the highest power's coefficient first.
  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double { coefficients.reduce(0) { $0 * x + $1 } }
}
