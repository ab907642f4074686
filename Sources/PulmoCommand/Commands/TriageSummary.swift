import PulmoKit

/// Thresholds of triage as outputs have them: `clearBelow`, `urgentAbove` (null where there is none) and `promise` {`missRate`, `alarmRate`}.
struct TriageSummary: Encodable {
  let clearBelow: Double?
  let urgentAbove: Double?
  /// Nil where the probabilities are of other views than the thresholds.
  let promise: TriagePromise?

  init(_ thresholds: TriageThresholds, isPromised: Bool = true) {
    clearBelow = thresholds.clearBelow
    urgentAbove = thresholds.urgentAbove
    promise = isPromised ? thresholds.promise : nil
  }

  private enum CodingKeys: String, CodingKey { case clearBelow, urgentAbove, promise }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(clearBelow, forKey: .clearBelow)
    try container.encode(urgentAbove, forKey: .urgentAbove)
    try container.encode(promise, forKey: .promise)
  }
}

/// Thresholds with what they did, as JSON: `clearBelow`, `urgentAbove`, `promise`, and the keys of ``TriageFigures``.
struct TriageRecord: Encodable {
  let thresholds: TriageThresholds
  let figures: TriageFigures

  func encode(to encoder: any Encoder) throws {
    try TriageSummary(thresholds).encode(to: encoder)
    try figures.encode(to: encoder)
  }
}

extension TriageThresholds {
  /// What is clear and urgent, and what that promises to whom.
  var text: String {
    func percent(_ rate: Double) -> String { FigureText.percent(rate) }
    let clear =
      clearBelow.map {
        "clear below \(FigureText.number($0, decimals: 4)) (in expectation \(percent(promise.missRate)) of the sick at most)"
      }
      ?? "nothing is clear (too few sick patients to promise \(percent(promise.missRate)))"
    let urgent =
      urgentAbove.map { "urgent above \(FigureText.number($0, decimals: 4)) (\(percent(promise.alarmRate)) of normal patients at most)" }
      ?? "nothing is urgent (too few normal patients to promise \(percent(promise.alarmRate)))"
    return "\(clear), \(urgent), for patients like those it was chosen on: \(chosenOn)"
  }
}
