extension Double {
  /// The number with a fixed count of decimals, rounded half away from zero; what is no number keeps its name.
  ///
  /// For tables: printing through Foundation would load its locales.
  package func formatted(decimals: Int) -> String {
    precondition((0...9).contains(decimals), "0 to 9 decimals, not \(decimals)")
    guard isFinite, magnitude < 1e9 else { return "\(self)" }
    let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((magnitude * Double(scale)).rounded())
    let sign = self < 0 && scaled != 0 ? "-" : ""
    guard decimals > 0 else { return sign + "\(scaled)" }
    let fraction = "\(scaled % scale)"
    return sign + "\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }
}
