import PulmoKit

/// One moment of long work, as text.
struct Progress {
  var title: String
  var done: Int
  var all: Int
  /// Units a second; nil while it is not known.
  var rate: Double?
  /// What the rate counts, such as `images`.
  var unit: String
  var secondsLeft: Double?
  /// What else to show, such as the loss.
  var detail = ""

  /// `title: 120/150, 63 images/s, 0:12 left, detail`
  var text: String { "\(title): " + (["\(done)/\(all)"] + figures).joined(separator: ", ") }

  /// The same with a bar, cut to `columns` characters.
  func bar(columns: Int) -> String {
    let width = 24
    let filled = all > 0 ? min(width, width * done / all) : 0
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    return String(([title, bar, "\(done)/\(all)"] + figures).joined(separator: "  ").prefix(max(0, columns)))
  }

  private var figures: [String] {
    var figures: [String] = []
    if let rate, rate > 0 { figures.append("\(rate.formatted(decimals: rate < 10 ? 1 : 0)) \(unit)/s") }
    if let secondsLeft, secondsLeft.isFinite, done < all {
      figures.append("\(Self.clockText(seconds: Int(secondsLeft.rounded(.up)))) left")
    }
    if !detail.isEmpty { figures.append(detail) }
    return figures
  }

  /// `h:mm:ss`, or `m:ss` under an hour.
  static func clockText(seconds: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
  }
}
