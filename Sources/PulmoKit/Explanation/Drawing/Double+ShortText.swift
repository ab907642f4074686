extension Double {
  /// Three digits that count, for a bar's end: `0.0123`, `12.3`, `1.23e-6`; of what is not finite, Swift's own words.
  var shortText: String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : "\(self)" }
    var (mantissa, exponent) = (magnitude, 0)
    while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    let sign = self < 0 ? "-" : ""
    guard (-4...5).contains(exponent) else { return sign + mantissa.formatted(decimals: 2) + "e\(exponent)" }
    return sign + magnitude.formatted(decimals: max(0, 2 - exponent))
  }
}
