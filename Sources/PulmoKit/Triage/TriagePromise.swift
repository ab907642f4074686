import NeuralNet

/// How often triage may be wrong, in expectation, for the next patient like those it was calibrated on.
public struct TriagePromise: Sendable, Hashable {
  /// The expected share of patients with a pneumonia of whom a film is cleared, above 0 and below 1; 0.01 by default.
  public var missRate: Double
  /// The expected share of normal patients of whom a film is called urgent, above 0 and below 1; 0.02 by default.
  public var alarmRate: Double

  public init(missRate: Double = 0.01, alarmRate: Double = 0.02) {
    self.missRate = missRate
    self.alarmRate = alarmRate
  }
}

extension TriagePromise: Codable {
  enum CodingKeys: String, CodingKey, CaseIterable { case missRate, alarmRate }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init()
    try container.read(.missRate, into: &missRate)
    try container.read(.alarmRate, into: &alarmRate)
    try container.require(missRate > 0 && missRate < 1, .missRate, "must be above 0 and below 1, not \(missRate)")
    try container.require(alarmRate > 0 && alarmRate < 1, .alarmRate, "must be above 0 and below 1, not \(alarmRate)")
  }
}
