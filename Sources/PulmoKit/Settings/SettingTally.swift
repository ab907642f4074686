/// The films of one acquisition setting, counted by label.
public struct SettingTally: Sendable, Hashable {
  public let name: String
  /// How many films have each label; none is not listed.
  public let films: [Label: Int]

  /// Fewer films of a side than this say too little of a setting to measure a model on it.
  public static let leastFilms = 20

  init(name: String, _ studies: [Study]) {
    self.name = name
    films = Dictionary(grouping: studies, by: \.label).mapValues(\.count)
  }

  public var count: Int { films.values.reduce(0, +) }
  public var normals: Int { films[.normal] ?? 0 }
  public var pneumonias: Int { count - normals }

  /// The share of normal films, 0 to 1; nil where there is no film.
  public var normalShare: Double? { count > 0 ? Double(normals) / Double(count) : nil }

  /// Whether there are at least ``leastFilms`` normal films and as many pneumonias.
  public var isMeasurable: Bool { min(normals, pneumonias) >= Self.leastFilms }
}
