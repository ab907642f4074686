public import Statistics

/// What triage did with labelled films.
public struct TriageFigures: Sendable, Hashable {
  /// Films that went one way.
  public struct Zone: Sendable, Hashable, Codable {
    public let normal: Int
    public let pneumonia: Int

    public var count: Int { normal + pneumonia }
  }

  public let zones: [Triage: Zone]
  /// The share of films that no radiologist has to decide: clear or urgent. Its intervals: Wilson's and that of resampled patients.
  public let decided: QuotedInterval
  /// The share of the pneumonias that were cleared; nil where there is none.
  public let missed: QuotedInterval?
  /// The share of the normal films that were called urgent; nil where there is none.
  public let alarmed: QuotedInterval?
  /// Of patients with a pneumonia, the share of whom a film with one was cleared, and of normal patients, of whom a normal film was called
  /// urgent: what is promised.
  public let missedPatients: Double?
  public let alarmedPatients: Double?

  /// Nil where there are no films.
  /// - Parameters:
  ///   - films: each with where it went.
  ///   - resamples: how often patients are resampled for intervals; 0 leaves those out.
  init?(_ films: [(score: ScoredStudy, triage: Triage)], resamples: Int = Evaluation.defaultResamples) {
    guard !films.isEmpty else { return nil }
    zones = Dictionary(
      uniqueKeysWithValues: Triage.allCases.map { triage in
        let inside = films.filter { $0.triage == triage }
        let sick = inside.count { $0.score.label.isPneumonia }
        return (triage, Zone(normal: inside.count - sick, pneumonia: sick))
      })
    /// The share of `films` for which `isSo` holds.
    func share(_ films: [(score: ScoredStudy, triage: Triage)], _ isSo: (Triage) -> Bool) -> QuotedInterval? {
      guard !films.isEmpty else { return nil }
      let values = films.map { isSo($0.triage) ? 1.0 : 0 }
      let hits = Int(values.reduce(0, +))
      let draws = resamples > 0 ? PatientDraws(films.map(\.score), resamples: resamples) : nil
      return QuotedInterval(
        value: Double(hits) / Double(films.count), independent: .wilson(successes: hits, trials: films.count),
        clustered: draws.flatMap { .clusteredMean(of: values, draws: $0) })
    }
    /// The share of the patients of `films` of whom at least one film went to `triage`.
    func patients(_ films: [(score: ScoredStudy, triage: Triage)], in triage: Triage) -> Double? {
      let all = Set(films.map(\.score.patient))
      return all.isEmpty ? nil : Double(Set(films.filter { $0.triage == triage }.map(\.score.patient)).count) / Double(all.count)
    }
    guard let decided = share(films, { $0 != .greyZone }) else { return nil }
    self.decided = decided
    let sick = films.filter { $0.score.label.isPneumonia }
    let healthy = films.filter { !$0.score.label.isPneumonia }
    missed = share(sick) { $0 == .clear }
    alarmed = share(healthy) { $0 == .urgent }
    missedPatients = patients(sick, in: .clear)
    alarmedPatients = patients(healthy, in: .urgent)
  }

  /// The films of a zone.
  public subscript(_ triage: Triage) -> Zone { zones[triage] ?? Zone(normal: 0, pneumonia: 0) }

  /// The share of all films that are clear: reading that may wait.
  public var saved: Double { Double(self[.clear].count) / Double(Triage.allCases.reduce(0) { $0 + self[$1].count }) }
}

extension TriageFigures {
  /// What `thresholds` do with `scores`; nil where there are no films.
  public init?(of scores: [ScoredStudy], by thresholds: TriageThresholds, resamples: Int = Evaluation.defaultResamples) {
    self.init(scores.map { ($0, thresholds($0.probability)) }, resamples: resamples)
  }
}

/// As JSON: `zones` {`clear`, `grey zone`, `urgent`: {`normal`, `pneumonia`}}, `decided`, `missed`, `alarmed` with their intervals,
/// `missedPatients`, `alarmedPatients`, `saved`. What is undefined is null.
extension TriageFigures: Encodable {
  private enum CodingKeys: String, CodingKey { case zones, decided, missed, alarmed, missedPatients, alarmedPatients, saved }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Dictionary(uniqueKeysWithValues: Triage.allCases.map { ($0.rawValue, self[$0]) }), forKey: .zones)
    try container.encode(decided, forKey: .decided)
    try container.encode(missed, forKey: .missed)
    try container.encode(alarmed, forKey: .alarmed)
    try container.encode(missedPatients, forKey: .missedPatients)
    try container.encode(alarmedPatients, forKey: .alarmedPatients)
    try container.encode(saved, forKey: .saved)
  }
}
