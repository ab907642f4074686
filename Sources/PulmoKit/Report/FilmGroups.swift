public import Statistics

/// Kinds of films that a model should serve alike, each with its own figures: a good mean can hide a kind it fails on.
///
/// As JSON: `title`, `note` and `groups` [{`name`, `count`, `patients`, `confusion`, `figures`: by name, those that are defined}].
public struct FilmGroups: Sendable, Hashable, Codable {
  /// What the films are grouped by, such as "By brightness".
  public let title: String
  /// What to know about the grouping.
  public let note: String
  /// In order; each has films.
  public let groups: [Group]

  public struct Group: Sendable, Hashable, Codable {
    public let name: String
    /// How many films it has.
    public let count: Int
    /// How many patients these are of.
    public let patients: Int
    /// Pneumonia is the positive class.
    public let confusion: ConfusionMatrix
    /// Those that are defined.
    public let figures: [Figure: QuotedInterval]

    /// - Parameter whole: whose threshold and number of resamples go for the group too.
    init(_ name: String, _ films: [EvaluatedFilm], like whole: Evaluation) throws(DataError) {
      // Three classes are told apart on all films alone: left out here, they cost no resampling.
      let scores = films.map(\.score).map { ScoredStudy(id: $0.id, patient: $0.patient, label: $0.label, probability: $0.probability) }
      let evaluation = try Evaluation(scores, threshold: whole.threshold, resamples: whole.resampling.resamples)
      self.name = name
      count = evaluation.count
      patients = evaluation.resampling.patients
      confusion = evaluation.confusion
      figures = evaluation.figures
    }
  }
}

extension FilmGroups {
  /// Every grouping that is known of `films`: by kind of pneumonia, picture size and brightness.
  /// - Parameters:
  ///   - films: at least one.
  ///   - whole: their evaluation, whose threshold and number of resamples go for the groups too.
  /// - Throws: ``DataError`` where a score is no number.
  public static func all(of films: [EvaluatedFilm], like whole: Evaluation) throws(DataError) -> [FilmGroups] {
    [try byKind(films, like: whole), try bySize(films, like: whole), try byBrightness(films, like: whole)].compactMap(\.self)
  }

  /// Bacterial and viral pneumonias, each beside all normal films; nil where no film's kind is known.
  static func byKind(_ films: [EvaluatedFilm], like whole: Evaluation) throws(DataError) -> FilmGroups? {
    let normal = films.filter { !$0.score.label.isPneumonia }
    var groups: [Group] = []
    for label in [Label.bacterial, .viral, .pneumonia] {
      let sick = films.filter { $0.score.label == label }
      guard !sick.isEmpty else { continue }
      let name = label == .pneumonia ? "pneumonia of unknown kind" : label.rawValue
      groups.append(try Group(name, sick + normal, like: whole))
    }
    guard groups.contains(where: { $0.name != "pneumonia of unknown kind" }) else { return nil }
    return FilmGroups(
      title: "By kind of pneumonia", note: "Each kind stands beside the same \(normal.count) normal films.", groups: groups)
  }

  /// Thirds of the films by the size of their pictures; nil where that is not known or all have one size.
  static func bySize(_ films: [EvaluatedFilm], like whole: Evaluation) throws(DataError) -> FilmGroups? {
    try thirds(
      of: films, title: "By picture size", note: "Thirds of the films by the number of pixels, the root of which is given.",
      names: ["small", "middle", "large"], unit: " px", like: whole
    ) { Double($0.pixelCount).squareRoot() }
  }

  /// Thirds of the films by their mean grey level; nil where that is not known or all have one.
  static func byBrightness(_ films: [EvaluatedFilm], like whole: Evaluation) throws(DataError) -> FilmGroups? {
    try thirds(
      of: films, title: "By brightness", note: "Thirds of the films by the mean grey level, 0 black to 255 white.",
      names: ["dark", "middle", "bright"], unit: "", like: whole, value: \.meanLevel)
  }

  /// Films of one value are in one third.
  private static func thirds(
    of films: [EvaluatedFilm], title: String, note: String, names: [String], unit: String, like whole: Evaluation,
    value: (PictureFacts) -> Double
  ) throws(DataError) -> FilmGroups? {
    let values = films.compactMap { $0.picture.map(value) }
    guard values.count == films.count, let least = values.min(), let greatest = values.max(), least < greatest else { return nil }
    let sorted = values.sorted()
    let ends = [sorted[sorted.count / 3], sorted[2 * sorted.count / 3]]
    var thirds = [[EvaluatedFilm]](repeating: [], count: 3)
    for (film, value) in zip(films, values) { thirds[value < ends[0] ? 0 : value < ends[1] ? 1 : 2].append(film) }
    var groups: [Group] = []
    for (name, third) in zip(names, thirds) where !third.isEmpty {
      let values = third.compactMap { $0.picture.map(value) }
      let range = "\((values.min() ?? 0).formatted(decimals: 0)) to \((values.max() ?? 0).formatted(decimals: 0))\(unit)"
      groups.append(try Group("\(name) (\(range))", third, like: whole))
    }
    return FilmGroups(title: title, note: note, groups: groups)
  }
}
