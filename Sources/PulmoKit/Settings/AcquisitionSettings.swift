/// Which machine or habit each film came from, as far as the film shows it: films of one setting have the same borders, corner annotations, tone
/// curve and sharpness.
///
/// Settings tend to be confounded with the label: a hospital may X-ray its sickest children on one machine. A network then learns the setting
/// for the label, and no validation that has every setting on both sides notices. So settings are found
/// (``find(in:count:seed:progress:)``) or known (``init(csv:dataset:)``), counted by label, and held out whole by a cross-validation.
///
/// ```swift
/// let films = try Dataset(at: "chest_xray").studies(in: [.train])
/// let (settings, unreadable) = try await AcquisitionSettings.find(in: films)
/// print(settings.table(of: films))
/// ```
public struct AcquisitionSettings: Sendable, Hashable {
  /// The name of each film's setting, by the film's id.
  public let names: [String: String]

  /// - Parameter names: a setting's name for each film's id; any words.
  public init(names: [String: String]) { self.names = names }

  /// The name of a film's setting; nil where it is not known.
  public subscript(study: Study) -> String? { names[study.id] }

  /// `studies` counted by setting and label, settings by number, those of other names behind them; films of no setting are left out.
  public func tallies(of studies: [Study]) -> [SettingTally] {
    let bySetting = Dictionary(grouping: studies) { self[$0] }
    let tallies = bySetting.compactMap { name, studies in name.map { SettingTally(name: $0, studies) } }
    return tallies.sorted { Self.precedes($0.name, $1.name) }
  }

  /// Whether a setting of one name is listed before another: numbers in their order, then all other names.
  static func precedes(_ one: String, _ other: String) -> Bool { (Int(one) ?? .max, one) < (Int(other) ?? .max, other) }
}
