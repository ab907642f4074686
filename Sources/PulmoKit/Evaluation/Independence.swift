/// Whether films can measure a model: whether it learned from them, or from other films of their children.
///
/// What the model itself learned from is told by its ``LearnedFilms``, whatever the films are called now. Shared patients are told by name,
/// among the parts of the dataset at hand: a model that learned from another of its parts knows these children. Neither sees copies that
/// were cut, mirrored or turned, nor other films of the children it learned from that stand outside these parts.
public struct Independence: Sendable, Hashable {
  /// How many films were looked at.
  public let films: Int
  /// Films that made the model; nil where the model has no record of its films.
  public let recognised: [RecognisedFilm]?
  /// How many films the model's record holds; nil where it has none.
  public let recordedFilms: Int?
  /// Whether the record holds all films that taught the model.
  public let isRecordWhole: Bool
  /// Patients of these films who also have films in another part of the dataset, by name.
  public let sharedPatients: [String]
  /// How many of the films are theirs.
  public let filmsOfSharedPatients: Int
  /// Whether the split the model learned by deals films one by one, and so leaves children on both sides.
  public let isDealtByFilm: Bool

  /// One of the films that made the model.
  public struct RecognisedFilm: Sendable, Hashable, Encodable {
    public let id: String
    /// `train`, `initial` (it made the model that this one started from), `val`, `calibration` or `triage`.
    public let part: String
  }

  /// - Parameters:
  ///   - films: those a model is measured on, with what they look like to it.
  ///   - record: the model's.
  ///   - splitUnit: what the model's split dealt as a whole.
  ///   - dataset: all films of the dataset they come from.
  public init(
    of films: [(study: Study, fingerprint: PictureFingerprint)], record: LearnedFilms?, splitUnit: SplitUnit? = nil, among dataset: [Study]
  ) {
    self.films = films.count
    isDealtByFilm = splitUnit == .film
    recognised = record.map { record in
      films.compactMap { film in record.part(of: film.fingerprint).map { RecognisedFilm(id: film.study.id, part: $0.rawValue) } }
    }
    recordedFilms = record?.count
    isRecordWhole = record?.isWhole ?? false
    let measured = Set(films.map(\.study.id))
    let folders = Set(films.map(\.study.folder))
    let others = Set(dataset.filter { !measured.contains($0.id) && !folders.contains($0.folder) }.map(\.patient))
    let shared = films.filter { others.contains($0.study.patient) }
    sharedPatients = Set(shared.map(\.study.patient)).sorted()
    filmsOfSharedPatients = shared.count
  }

  /// The same of a model, by its record and its manifest.
  public init(of films: [(study: Study, fingerprint: PictureFingerprint)], for model: ModelArtifact, among dataset: [Study]) {
    self.init(of: films, record: model.learnedFilms, splitUnit: model.manifest.splitUnit, among: dataset)
  }

  /// What makes the figures say less than they seem to; the worst first.
  public var warnings: [String] { doubts.map(\.text) }

  /// What was checked, where there is nothing to warn of, and what could not be checked.
  public var remark: String {
    guard let recognised, let recordedFilms else {
      return "not known whether this model learned from these films: it has no record of its films (pulmo model record makes one)"
    }
    let whole = isRecordWhole ? "" : "; the record does not hold all films that made it"
    return "\(recognised.count) of \(films) films are among the \(recordedFilms) that made this model\(whole)"
  }
}

extension Independence {
  /// The same for the top of a page.
  package var notices: [PageNotice] {
    let isUnknown = recognised == nil || !isRecordWhole
    return doubts.map { PageNotice(.warning, title: $0.title, text: $0.text + ".") }
      + (isUnknown ? [PageNotice(.information, title: "What the model learned from", text: remark + ".")] : [])
  }

  private var doubts: [(title: String, text: String)] { [recognisedDoubt, triageDoubt, patientDoubt, splitDoubt].compactMap { $0 } }

  private var recognisedDoubt: (title: String, text: String)? {
    let recognised = recognised?.filter { $0.part != LearnedFilms.Part.triage.rawValue } ?? []
    guard !recognised.isEmpty else { return nil }
    let learned = recognised.filter { $0.part == "train" || $0.part == "initial" }.count
    let chosen = recognised.count - learned
    let what = [
      learned > 0 ? "\(learned) of \(films) films were among those this model learned from" : nil,
      chosen > 0 ? "\(chosen) of \(films) were among those it was chosen on (epoch or threshold)" : nil,
    ].compactMap { $0 }.joined(separator: "; ")
    return (
      recognised.count == films ? "These films made this model" : "\(recognised.count) of these \(films) films made this model",
      "\(what): figures on them say nothing about new films. Measure it on films it never saw"
    )
  }

  /// Films that chose thresholds of triage and nothing else measure all but triage honestly.
  private var triageDoubt: (title: String, text: String)? {
    let chosen = recognised?.count { $0.part == LearnedFilms.Part.triage.rawValue } ?? 0
    guard chosen > 0 else { return nil }
    return (
      "\(chosen) of these \(films) films chose this model's thresholds of triage",
      "\(chosen) of \(films) films chose this model's thresholds of triage: figures of triage on them flatter, the others do not"
    )
  }

  private var patientDoubt: (title: String, text: String)? {
    guard !sharedPatients.isEmpty else { return nil }
    let patients = FigureText.count(sharedPatients.count, "patient")
    return (
      "\(patients) \(sharedPatients.count == 1 ? "has" : "have") films in another part of these data",
      "\(filmsOfSharedPatients) of \(films) films are of \(patients) with films in another part of these data: a model that learned from "
        + "that part is measured on children it knows"
    )
  }

  private var splitDoubt: (title: String, text: String)? {
    guard isDealtByFilm else { return nil }
    return (
      "This model's split dealt films one by one",
      "this model's split dealt films one by one: on films of the data it learned from, it is measured on children it knows"
    )
  }
}

extension Independence: Encodable {
  private enum CodingKeys: String, CodingKey {
    case films, recognised, recordedFilms, isRecordWhole, sharedPatients, filmsOfSharedPatients, isDealtByFilm, warnings
  }

  /// Every key is always there.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(films, forKey: .films)
    try container.encode(recognised, forKey: .recognised)
    try container.encode(recordedFilms, forKey: .recordedFilms)
    try container.encode(isRecordWhole, forKey: .isRecordWhole)
    try container.encode(sharedPatients, forKey: .sharedPatients)
    try container.encode(filmsOfSharedPatients, forKey: .filmsOfSharedPatients)
    try container.encode(isDealtByFilm, forKey: .isDealtByFilm)
    try container.encode(warnings, forKey: .warnings)
  }
}
