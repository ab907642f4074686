import FoundationEssentials

extension Date {
  /// `2026-11-21 15:04 UTC`
  var utcText: String {
    let day = formatted(.iso8601.year().month().day())
    let time = formatted(.iso8601.time(includingFractionalSeconds: false))
    return "\(day) \(time.prefix(5)) UTC"
  }
}
