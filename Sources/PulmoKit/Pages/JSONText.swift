#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// JSON of a chart's data: in the order given, numbers in six significant digits, which no screen can tell from more.
///
/// `JSONEncoder` writes every digit: three times the bytes, for thousands of points.
package enum JSONText: Sendable {
  case string(String)
  /// What is nil or not finite becomes null.
  case number(Double?)
  /// Every digit, where scripts compare.
  case exact(Double)
  case integer(Int)
  case bool(Bool)
  case array([JSONText])
  case object(KeyValuePairs<StaticString, JSONText>)

  package var json: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .string(let string): Self.write(string, to: &text)
    case .number(let number): text += number.map(Self.sixDigits) ?? "null"
    case .exact(let number): text += number.isFinite ? "\(number)" : "null"
    case .integer(let number): text += "\(number)"
    case .bool(let value): text += value ? "true" : "false"
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, (key, value)) in members.enumerated() {
        text += index > 0 ? ",\"\(key)\":" : "\"\(key)\":"
        value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// The nearest number of six significant digits, as short as it can be written.
  private static func sixDigits(_ number: Double) -> String {
    guard number.isFinite else { return "null" }
    if number == 0 { return "0" }
    if number == number.rounded(), number.magnitude < 1e6 { return "\(Int(number))" }
    let exponent = 5 - Int(log10(number.magnitude).rounded(.down))
    guard (-300...300).contains(exponent) else { return "\(number)" }
    // Through a whole number and a power of ten that is exact up to 22, so that the quotient prints short.
    let scale = pow(10, Double(exponent.magnitude))
    let rounded = exponent >= 0 ? (number * scale).rounded() / scale : (number / scale).rounded() * scale
    return "\(rounded)"
  }
}
