import Statistics

/// Figures as reports write them: what is undefined is n/a, never 0.
enum FigureText {
  static let undefined = "n/a"

  /// A share in per cent, with one decimal, or with as many as keep what is not all, or not none, from looking so.
  static func percent(_ share: Double?) -> String {
    guard let share else { return undefined }
    return honest(100 * share, of: 100, decimals: 1) + "%"
  }

  /// A number with three decimals, or with as many as keep what is below 1 from looking like 1.
  static func number(_ value: Double?) -> String { number(value, decimals: 3) }

  /// The same with so many decimals.
  static func number(_ value: Double?, decimals: Int) -> String { value.map { honest($0, of: 1, decimals: decimals) } ?? undefined }

  /// A difference with its sign: `+0.012`
  static func signed(_ difference: Double) -> String { (difference > 0 ? "+" : "") + number(difference) }

  /// A difference of shares in points of a hundred, with its sign: `+1.6`
  static func points(_ difference: Double) -> String { (difference > 0 ? "+" : "") + honest(100 * difference, of: 100, decimals: 1) }

  private static func honest(_ value: Double, of whole: Double, decimals: Int) -> String {
    func hides(_ text: String, _ end: Double, _ decimals: Int) -> Bool { value != end && text == end.formatted(decimals: decimals) }
    for decimals in decimals..<decimals + 3 {
      let text = value.formatted(decimals: decimals)
      if !hides(text, 0, decimals) && !hides(text, whole, decimals) { return text }
    }
    return value.formatted(decimals: decimals + 3)
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
