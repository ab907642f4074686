import Statistics

/// Figures as tables and reports write them: what is undefined is n/a, never 0, and what is not all, or not none, never looks so.
package enum FigureText {
  static let undefined = "n/a"

  /// A share in per cent, with one decimal, or with as many as keep what is not all, or not none, from looking so; as a bound where even four do
  /// not: `> 99.9999%`.
  package static func percent(_ share: Double?) -> String {
    guard let share else { return undefined }
    return honest(100 * share, of: 100, decimals: 1) + "%"
  }

  /// A number with three decimals, or with as many as keep what is below 1 from looking like 1.
  static func number(_ value: Double?) -> String { number(value, decimals: 3) }

  /// The same with so many decimals.
  package static func number(_ value: Double?, decimals: Int) -> String { value.map { honest($0, of: 1, decimals: decimals) } ?? undefined }

  /// A difference with its sign: `+0.012`
  static func signed(_ difference: Double) -> String { signed(difference, decimals: 3) }

  /// The same with so many decimals.
  static func signed(_ difference: Double, decimals: Int) -> String {
    honest(difference, of: 1, decimals: decimals, sign: difference > 0 ? "+" : "")
  }

  /// A difference of shares in points of a hundred, with its sign: `+1.6`
  static func points(_ difference: Double) -> String {
    honest(100 * difference, of: 100, decimals: 1, sign: difference > 0 ? "+" : "")
  }

  private static func honest(_ value: Double, of whole: Double, decimals: Int, sign: String = "") -> String {
    // Nearer than this is rounding of the arithmetic.
    func hides(_ end: Double, _ decimals: Int) -> Bool {
      (value - end).magnitude > 1e-12 * whole && value.formatted(decimals: decimals) == end.formatted(decimals: decimals)
    }
    let most = decimals + 3
    for decimals in decimals...most where !hides(0, decimals) && !hides(whole, decimals) {
      return sign + value.formatted(decimals: decimals)
    }
    let end = hides(0, most) ? 0 : whole
    let step = (0..<most).reduce(1.0) { step, _ in step / 10 }
    return value < end ? "> \(sign)\((end - step).formatted(decimals: most))" : "< \(sign)\((end + step).formatted(decimals: most))"
  }

  /// `98.6% to 99.9%`
  static func percents(_ interval: Interval?) -> String {
    interval.map { "\(percent($0.lower)) to \(percent($0.upper))" } ?? undefined
  }

  static func numbers(_ interval: Interval?) -> String { numbers(interval, decimals: 3) }

  static func numbers(_ interval: Interval?, decimals: Int) -> String {
    interval.map { "\(number($0.lower, decimals: decimals)) to \(number($0.upper, decimals: decimals))" } ?? undefined
  }

  /// `1 film`, `2 films`
  static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String { "\(count) \(count == 1 ? one : many ?? one + "s")" }

  /// The figure with its interval below, as a cell.
  static func cell(_ figure: QuotedInterval?, isPercent: Bool = true) -> HTML {
    guard let figure else { return HTML(text: undefined) }
    return HTML {
      isPercent ? percent(figure.value) : number(figure.value)
      HTML("br")
      HTML("span", ["class": "range"]) {
        figure.quoted == nil ? "no interval" : isPercent ? percents(figure.quoted) : numbers(figure.quoted)
      }
    }
  }
}
